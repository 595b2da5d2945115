import { signal } from "@preact/signals";
import { chosen } from "../list/chosen.ts";
import type { Item } from "../orders/item.ts";
import { act } from "./act.ts";
import type { Verb } from "./verbs.ts";

/** The action that waits for a reason, a colleague's name, or a parcel's number. */
export interface Asked {
  readonly id: string;
  readonly verb: Verb;
}
export const asked = signal<Asked | undefined>(undefined);

/** A row that moves to another list takes the keyboard's focus with it. */
function keepFocus(id: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      document.querySelector<HTMLElement>(`[data-order="${id}"] .open`)?.focus();
    }),
  );
}

/** Begins an action: at once, or after what it asks for. */
export function begin(item: Item, verb: Verb): void {
  chosen.value = item.id;
  if (verb.asks !== "nothing") {
    asked.value = { id: item.id, verb };
    return;
  }
  void act(item, verb);
  keepFocus(item.id);
}
