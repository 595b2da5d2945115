/** A file as a request brings it. */
export interface Incoming {
  readonly body: ReadableStream<Uint8Array>;
  /** As the client has declared it; unknown when it sends in chunks. */
  readonly bytes?: number;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
}

/** The file that is a request's body. An empty one has no body, and is a file all the same: what is wrong with it is a finding. */
export function incoming({ body, headers, signal }: Request): Incoming {
  const length = headers.get("content-length");
  const declared = body === null ? 0 : length === null ? undefined : Number(length);
  return { body: body ?? new Blob([]).stream(), signal, ...(declared === undefined ? {} : { bytes: declared }) };
}
