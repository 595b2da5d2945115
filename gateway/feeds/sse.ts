import { encodeFrame, type Frame, preamble } from "./frame.ts";

/**
 * Answers a request with server-sent events. `frames` is given a signal that aborts when the client or the node leaves,
 * or when `isAllowed` says that the client's credential is none any more.
 */
export type Stream = (
  request: Request,
  frames: (signal: AbortSignal) => AsyncIterator<Frame>,
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

/** A stream while it is open. It is its own source of bytes: thousands of them are, and closures weigh. */
class OpenStream implements UnderlyingDefaultSource<Uint8Array> {
  readonly leaving = new AbortController();
  #frames: AsyncIterator<Frame> | undefined;

  constructor(
    readonly isAllowed: () => Promise<boolean>,
    readonly onEnd: (ended: OpenStream) => void,
  ) {}

  begin(frames: (signal: AbortSignal) => AsyncIterator<Frame>): void {
    this.#frames = frames(this.leaving.signal);
  }

  /** Ends it when the credential is none any more. */
  async look(): Promise<void> {
    if (!(await this.isAllowed())) this.leaving.abort("signed-out");
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    controller.enqueue(preamble);
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const { signal } = this.leaving;
    const next = signal.aborted ? undefined : await this.#frames?.next();
    if (next?.done === false) return controller.enqueue(encodeFrame(next.value));
    controller.enqueue(encodeFrame({ event: "bye", data: { reason: signal.aborted ? signal.reason : "slow" } }));
    controller.close();
    await this.cancel();
  }

  async cancel(): Promise<void> {
    this.onEnd(this);
    this.leaving.abort();
    await this.#frames?.return?.();
  }
}

/**
 * The open streams of a gateway. They end with the client and with its credential, or politely (a `bye` event, then the
 * end) when the node stops: `app.stop()` alone would wait for them for ever.
 */
export function streamRegistry() {
  const open = new Set<OpenStream>();
  const onEnd = (ended: OpenStream): void => void open.delete(ended);
  let stopping = false;
  // One timer for all of them: a quiet stream shall cost next to nothing.
  setInterval(() => {
    for (const one of open) void one.look();
  }, lookAtCredentialMs).unref();

  const stream: Stream = (request, frames, isAllowed) => {
    const one = new OpenStream(isAllowed, onEnd);
    open.add(one);
    const { leaving } = one;
    request.signal.addEventListener("abort", () => leaving.abort(), { once: true });
    // Whoever left, or came on a connection that was open already, while the request was looked at: no event tells.
    if (stopping || request.signal.aborted) leaving.abort("stopping");
    one.begin(frames);
    return new Response(new ReadableStream(one), { headers });
  };

  return {
    stream,
    closeAll: (): void => {
      stopping = true;
      for (const { leaving } of open) leaving.abort("stopping");
    },
  };
}
