import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { shownOrder } from "../actions/act.ts";
import { asked, begin } from "../actions/asked.ts";
import { may, others, steps } from "../actions/verbs.ts";
import { chosen, chosenItem, found, myId } from "../list/chosen.ts";
import { timesShown } from "../timing/timings.ts";

const offKey = "bezel-board-keys-off";
/** Letters do things unless somebody has switched that off: speech input and tremor press keys by chance. */
export const lettersOn = signal(localStorage.getItem(offKey) === null);
export const helpShown = signal(false);

export function switchLetters(on: boolean): void {
  lettersOn.value = on;
  if (on) localStorage.removeItem(offKey);
  else localStorage.setItem(offKey, "off");
}

/** Chooses the order `by` places further down the list, and takes the focus there once it is drawn. */
function move(by: number): void {
  const { items } = found.value;
  const place = items.findIndex(({ id }) => id === chosen.value);
  const next = items[place < 0 ? 0 : Math.min(items.length - 1, Math.max(0, place + by))];
  if (!next) return;
  chosen.value = next.id;
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`.list [data-order="${next.id}"] .open`)?.focus());
}

function doVerb(key: string): boolean {
  const item = chosenItem.value;
  const verb = item && [...steps, ...others].find((one) => one.key === key && may(one, shownOrder(item), myId.value));
  if (verb) begin(item, verb);
  return verb !== undefined;
}

const commands: Readonly<Record<string, () => void>> = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => document.getElementById("search")?.focus(),
  m: () => {
    timesShown.value = !timesShown.value;
  },
  "?": () => {
    helpShown.value = !helpShown.value;
  },
};

/** Whether a key was for the board; then nobody else gets it. */
function press({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || asked.value) return false;
  if (target instanceof HTMLElement && target.closest("input, select, textarea, dialog")) return false;
  const isArrow = key === "ArrowDown" || key === "ArrowUp";
  if (isArrow) move(key === "ArrowDown" ? 1 : -1);
  if (isArrow || !lettersOn.value) return isArrow;
  const command = commands[key];
  command?.();
  return command !== undefined || doVerb(key);
}

/** Has the keys of the board work for as long as it is shown. */
export function useKeys(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (press(event)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
