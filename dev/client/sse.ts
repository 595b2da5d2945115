/** One server-sent event as a client gets it. */
export interface SseFrame {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
}

/** Parses one block of lines (https://html.spec.whatwg.org/multipage/server-sent-events.html, without multi-line data). */
function parseFrame(block: string): SseFrame {
  const fields = block.split("\n").map((line) => /^(id|event|data): ?(.*)$/.exec(line));
  return Object.fromEntries(fields.flatMap((match) => (match?.[1] ? [[match[1], match[2] ?? ""]] : [])));
}

/**
 * The frames of a stream from after `lastEventId` on, until the server ends it or `signal` aborts.
 * Throws when the server does not answer with a stream.
 */
export async function* readSse(
  url: string,
  { token, lastEventId, signal }: { token?: string; lastEventId?: string; signal?: AbortSignal },
): AsyncGenerator<SseFrame> {
  const response = await fetch(url, {
    headers: {
      accept: "text/event-stream",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    },
    ...(signal ? { signal } : {}),
  });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  let rest = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) yield parseFrame(block);
  }
}
