/** How often a node looks whether a piece of work is still, or has become, its own, ms. */
const lookEveryMs = 100;

export interface LeadingDeps {
  /** Whether this node is the one to do it, as it sees the others now. */
  readonly isMine: () => boolean;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ends it for good. */
  readonly signal: AbortSignal;
}

/** A signal that aborts when the work is another node's, and what stops looking. */
function tenure({ isMine, pause, signal }: LeadingDeps) {
  const over = new AbortController();
  const ends = AbortSignal.any([over.signal, signal]);
  const look = async () => {
    while (!ends.aborted) {
      await pause(lookEveryMs, ends);
      if (!isMine()) over.abort();
    }
  };
  void look();
  return { signal: ends, end: () => over.abort() };
}

/**
 * Runs `work` while this node is the one to do it. Two nodes may think so for a moment, when their views of the
 * cluster differ: the work must bear that.
 */
export async function whileLeading(deps: LeadingDeps, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { isMine, pause, signal } = deps;
  while (!signal.aborted) {
    if (isMine()) {
      const { signal: mine, end } = tenure(deps);
      await work(mine).finally(end);
    }
    await pause(lookEveryMs, signal);
  }
}
