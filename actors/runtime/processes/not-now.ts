/**
 * Something that is needed does not answer at the moment. It says nothing about the message at hand, so it is no
 * failed try: the message waits.
 */
export class NotNow extends Error {
  override readonly name = "NotNow";
}

/** Runs `work`; what it fails with means that somebody cannot be reached. */
export const orNotNow = <T>(what: string, work: Promise<T>): Promise<T> =>
  work.catch((cause: unknown) => {
    throw new NotNow(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
