import type { ModelPass, ModelUploads, Unread } from "#actors/client.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { Incoming } from "./incoming.ts";
import { ProblemError } from "./problem.ts";

export interface ArrivalDeps {
  readonly uploads: ModelUploads;
  readonly bytesMax: number;
  /** Begins to read a model while it streams by; what must be read again is read from the object, once it is `stored`. */
  readonly pass: (key: string, stored: Promise<void>) => ModelPass;
}

/** A file on its way through the gateway into the store. Both reject with ProblemError. */
export interface Arrival {
  /** What its bytes say: there when the last one has come by, which may be well before the store has them all. */
  readonly found: Promise<ModelFacts | Unread>;
  readonly stored: Promise<void>;
}

/** Whoever sends may be gone once the last byte is here: what is left is ours to do. */
function untilRead(signal: AbortSignal): { readonly signal: AbortSignal; readonly isRead: () => void } {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  signal.addEventListener("abort", leave, { once: true });
  return { signal: leaving.signal, isRead: () => signal.removeEventListener("abort", leave) };
}

/** Writes a body into the store while it is hashed and analysed. Stops at the size limit. */
export function arrive(
  { uploads, bytesMax, pass: begin }: ArrivalDeps,
  key: string,
  { body, bytes: declared, signal: given }: Incoming,
): Arrival {
  const writing = Promise.withResolvers<void>();
  const reading = Promise.withResolvers<void>();
  const client = untilRead(given);
  const pass = begin(key, writing.promise);
  let bytes = 0;
  let tooLarge = false;
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      bytes += chunk.length;
      tooLarge = bytes > bytesMax;
      if (tooLarge) return controller.error(new Error("too large"));
      await pass.push(chunk);
      controller.enqueue(chunk);
    },
    flush: () => {
      client.isRead();
      reading.resolve();
    },
  });
  uploads.write(key, body.pipeThrough(watch), client.signal, declared).then(writing.resolve, (error: unknown) => {
    const code = tooLarge ? "model/too-large" : "service/store-unavailable";
    writing.reject(new ProblemError(code, { detail: String(error) }));
  });
  const stored = writing.promise;
  stored.catch(reading.reject); // Before the last byte; after it that changes nothing.
  const found = reading.promise
    .then(() => pass.finish())
    .catch((error: unknown) => {
      throw error instanceof ProblemError ? error : new ProblemError("service/store-unavailable");
    });
  found.catch(() => {}); // It is told when it is asked for.
  return { found, stored };
}
