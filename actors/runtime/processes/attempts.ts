import type { DeadLetter } from "#contracts/log/dead-letter.ts";
import { type DeadLetters, isHopeless, letterFor } from "./dead-letters.ts";
import type { Delivery, Follower, Progress } from "./delivery.ts";
import { NotNow } from "./not-now.ts";

/** A message that failed this often is parked. */
export const triesMax = 5;
const firstPauseMs = 200;
const longestPauseMs = 5_000;

/** Before a further try, ms: doubling from a fifth of a second to five. */
const pauseMs = (before: number): number => Math.min(firstPauseMs * 2 ** (before - 1), longestPauseMs);

export interface AttemptDeps {
  readonly letters: DeadLetters;
  /** Waits; sooner over when `signal` aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Told what failed; `parked` says that it was the last try. */
  readonly report: (error: unknown, parked: boolean) => void;
}

/** How a message ended here: dealt with one way or the other, or left to whoever comes after. */
export type Ending = "done" | "parked" | "left";

/** Tries `work` until it is done; what it needs may be away for as long as it likes. Undefined when `signal` aborts. */
async function untilReachable<T>(
  work: () => Promise<T>,
  deps: AttemptDeps,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (let waits = 1; !signal.aborted; waits++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof NotNow)) throw error;
      // Once is news; that it is still so is not.
      if (waits === 1) deps.report(error, false);
      await deps.pause(pauseMs(waits), signal);
    }
  }
  return undefined;
}

/** What a try failed with, or undefined when it did not. */
const failureOf = (work: Promise<void>): Promise<{ error: unknown } | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof NotNow) throw error;
      return { error };
    },
  );

/**
 * Has `follower` deal with a message: again after growing pauses when it fails, and parked when it has failed too
 * often or can only fail. Meanwhile the caller keeps back what must come after it.
 */
export async function settleOne(
  follower: Follower,
  delivery: Delivery,
  progress: () => Progress,
  deps: AttemptDeps,
  signal: AbortSignal,
): Promise<Ending> {
  const once = async () => ({ failure: await failureOf(follower.handle(delivery, progress())) });
  for (let tries = 1; ; tries++) {
    const tried = await untilReachable(once, deps, signal);
    if (!tried) return "left";
    if (!tried.failure) return "done";
    const { error } = tried.failure;
    const givenUp = isHopeless(error) || tries >= triesMax;
    deps.report(error, givenUp);
    if (givenUp) {
      const letter = letterFor(follower, delivery, { error, tries, at: new Date(deps.now()).toISOString() });
      return (await untilReachable(() => park(deps.letters, letter), deps, signal)) ?? "left";
    }
    await deps.pause(pauseMs(tries), signal);
  }
}

async function park(letters: DeadLetters, letter: DeadLetter): Promise<"parked"> {
  await letters.park(letter);
  return "parked";
}
