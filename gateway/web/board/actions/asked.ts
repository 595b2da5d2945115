import { signal } from "@preact/signals";
import { chosen } from "../list/chosen.ts";
import type { Item } from "../orders/item.ts";
import { act } from "./act.ts";
import type { Verb } from "./verbs.ts";

/** The action that waits for a reason, or for a parcel's number. */
export const asked = signal<{ readonly id: string; readonly verb: Verb } | undefined>(undefined);

/** Begins an action: at once, or after what it asks for. */
export function begin(item: Item, verb: Verb): void {
  chosen.value = item.id;
  if (verb.asks === "nothing") void act(item, verb);
  else asked.value = { id: item.id, verb };
}
