import { signal } from "@preact/signals";

/** How long one thing took, ms. */
export interface Timing {
  readonly what: string;
  readonly networkMs: number;
  /** As the server says; undefined when it does not. */
  readonly serverMs: number | undefined;
}

const keptMax = 8;

/** The last calls, newest first. */
export const calls = signal<readonly Timing[]>([]);
/** The longest of the last drawings, ms. */
export const renderMs = signal(0);

/** The durations a Server-Timing header names, added up, ms. */
export function serverMsOf(header: string | null): number | undefined {
  const durations = [...(header ?? "").matchAll(/;\s*dur=([\d.]+)/g)].map(([, ms]) => Number(ms));
  return durations.length > 0 ? Math.max(...durations) : undefined;
}

/** Shortens ids, which say nothing to those who look at times. */
const pathWords = (path: string): string => path.replace(/\?.*/, "").replace(/ord_\w+/, "…");

export function noteCall(path: string, tookMs: number, header: string | null): void {
  const serverMs = serverMsOf(header);
  const timing = { what: pathWords(path), serverMs, networkMs: Math.max(0, tookMs - (serverMs ?? 0)) };
  calls.value = [timing, ...calls.value].slice(0, keptMax);
}

const drawings: number[] = [];

/** Notes how long it takes from now until what has changed is on the screen. */
export function noteDrawing(): void {
  const begun = performance.now();
  // A message comes after the frame that is drawn next; a second frame callback would wait a whole one longer.
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      drawings.push(performance.now() - begun);
      if (drawings.length > 60) drawings.shift();
      renderMs.value = Math.max(...drawings);
    };
    port2.postMessage(undefined);
  });
}

/** Whether the times are shown. */
export const timesShown = signal(false);
