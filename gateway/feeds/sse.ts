import { encodeFrame, type Frame, preamble } from "./frame.ts";

/**
 * Answers a request with server-sent events. `frames` is given a signal that aborts when the client or the node leaves,
 * or when `isAllowed` says that the client's credential is none any more.
 */
export type Stream = (
  request: Request,
  frames: (signal: AbortSignal) => AsyncGenerator<Frame>,
  isAllowed: () => Promise<boolean>,
) => Response;

/** A stream outlives its credential by no more than this and what gateways may know of a key, ms. */
const lookAtCredentialMs = 2_000;

const headers = {
  "content-type": "text/event-stream",
  "cache-control": "no-store",
  // Proxies that gather responses would hold frames back.
  "x-accel-buffering": "no",
};

/**
 * The open streams of a gateway. They end with the client and with its credential, or politely (a `bye` event, then the
 * end) when the node stops: `app.stop()` alone would wait for them for ever.
 */
export function streamRegistry() {
  const open = new Set<AbortController>();
  let stopping = false;

  const stream: Stream = (request, frames, isAllowed) => {
    const leaving = new AbortController();
    open.add(leaving);
    request.signal.addEventListener("abort", () => leaving.abort(), { once: true });
    // Whoever left, or came on a connection that was open already, while the request was looked at: no event tells.
    if (stopping || request.signal.aborted) leaving.abort("stopping");
    const look = async () => {
      if (!(await isAllowed())) leaving.abort("signed-out");
    };
    const looking = setInterval(() => void look(), lookAtCredentialMs);
    const source = frames(leaving.signal);
    const end = async () => {
      clearInterval(looking);
      open.delete(leaving);
      leaving.abort();
      await source.return(undefined);
    };
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(preamble),
      pull: async (controller) => {
        const next = leaving.signal.aborted ? undefined : await source.next();
        if (next?.done === false) return controller.enqueue(encodeFrame(next.value));
        const reason = leaving.signal.aborted ? leaving.signal.reason : "slow";
        controller.enqueue(encodeFrame({ event: "bye", data: { reason } }));
        controller.close();
        await end();
      },
      cancel: end,
    });
    return new Response(body, { headers });
  };

  return {
    stream,
    closeAll: (): void => {
      stopping = true;
      for (const leaving of open) leaving.abort("stopping");
    },
  };
}
