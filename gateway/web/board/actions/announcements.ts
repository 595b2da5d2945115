import { signal } from "@preact/signals";

/** What a screen reader is told: what was done when it has time, what was refused at once. */
export const said = signal({ done: "", refused: "" });

export function announce(text: string, kind: "done" | "refused"): void {
  said.value = { ...said.value, [kind]: text };
}
