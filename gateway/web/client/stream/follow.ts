import { type Frame, FrameParser } from "./parser.ts";

/** How a stream stands: live, or not (again) yet; then what is shown is old. */
export type Line = "connecting" | "live" | "lost";

export interface Followed {
  readonly path: string;
  /** Asked at every connection: a sign-in does not last as long as a page may. */
  readonly credential: () => Promise<string>;
  readonly onFrame: (frame: Frame) => void;
  /** Told of every piece heard, comments too: `at` is epoch ms. */
  readonly onLine: (line: Line, at: number) => void;
  readonly signal: AbortSignal;
}

/** The server lets no line be quiet for longer than 15 s; after this it is taken for dead, ms. */
const silentMaxMs = 25_000;
const waitMaxMs = 15_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Where a client of a stream stands: what it has seen, and how long it waits before it comes back. */
class Place {
  lastEventId: string | undefined;
  retryMs = 1_000;
  failures = 0;

  /** Twice as long each time, and not all clients at once. */
  get waitMs(): number {
    return Math.min(waitMaxMs, this.retryMs * 2 ** this.failures) * (0.5 + Math.random() / 2);
  }
}

async function open({ path, credential }: Followed, { lastEventId }: Place, signal: AbortSignal) {
  const resume = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
  const headers = { accept: "text/event-stream", authorization: `Bearer ${await credential()}`, ...resume };
  const response = await fetch(path, { headers, signal, cache: "no-store" });
  if (!response.ok || !response.body) throw new Error(`${path} answered ${response.status}`);
  return response.body.pipeThrough(new TextDecoderStream()).getReader();
}

/** Reads one connection until it ends; throws when it breaks, or stays silent for too long. */
async function listen(followed: Followed, place: Place): Promise<void> {
  const silent = new AbortController();
  const reader = await open(followed, place, AbortSignal.any([followed.signal, silent.signal]));
  const parser = new FrameParser();
  for (;;) {
    const timer = setTimeout(() => silent.abort(), silentMaxMs);
    const { value, done } = await reader.read().finally(() => clearTimeout(timer));
    if (done) return;
    const { frames, retryMs } = parser.push(value);
    place.retryMs = retryMs ?? place.retryMs;
    place.failures = 0;
    followed.onLine("live", Date.now());
    for (const frame of frames) {
      followed.onFrame(frame);
      place.lastEventId = frame.id ?? place.lastEventId;
    }
  }
}

/**
 * Follows an event stream until the signal aborts: what EventSource does, with a credential. Comes back by itself,
 * and resumes right after the last frame it was given.
 */
export async function follow(followed: Followed): Promise<void> {
  const { signal, onLine } = followed;
  const place = new Place();
  onLine("connecting", Date.now());
  while (!signal.aborted) {
    await listen(followed, place).catch(() => {}); // Why it ended makes no difference: it is opened again.
    if (signal.aborted) return;
    onLine("lost", Date.now());
    await pause(place.waitMs, signal);
    place.failures++;
  }
}
