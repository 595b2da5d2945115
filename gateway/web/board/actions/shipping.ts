import { signal } from "@preact/signals";

/** The order that is about to be shipped: its parcel's number is asked for. */
export const shipping = signal<string | undefined>(undefined);
