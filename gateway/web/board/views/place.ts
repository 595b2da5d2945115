import { signal } from "@preact/signals";
import { chosen, filter } from "../list/chosen.ts";
import { noFilter } from "../list/filter.ts";

/** What the middle of the board shows; on a phone, all there is to see. */
export type Place = "queue" | "lane" | "workshop";
export const place = signal<Place>("queue");

/** Shows one order among all. */
export function show(id: string): void {
  filter.value = noFilter;
  place.value = "queue";
  chosen.value = id;
}
