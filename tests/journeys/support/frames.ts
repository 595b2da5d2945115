import type { Api } from "#dev/client/api.ts";
import { readSse, type SseFrame } from "#dev/client/sse.ts";

/** The first frame of a stream, after an id when one is given, that `wanted` takes; then the stream is left. */
export async function frameOf(
  { url, credential }: Api,
  path: string,
  wanted: (frame: SseFrame) => boolean = () => true,
  lastEventId?: string,
): Promise<SseFrame | undefined> {
  const leaving = new AbortController();
  const from = lastEventId === undefined ? {} : { lastEventId };
  try {
    const frames = readSse(new URL(path, url).href, { token: credential ?? "", signal: leaving.signal, ...from });
    for await (const frame of frames) if (wanted(frame)) return frame;
    return undefined;
  } finally {
    leaving.abort();
  }
}
