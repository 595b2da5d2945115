import { signal } from "@preact/signals";

/** Epoch ms, moved once a second: enough for ages. */
export const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 1_000);
