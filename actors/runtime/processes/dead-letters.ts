import type { DeadLetter, DeadLetterReason } from "#contracts/log/dead-letter.ts";
import { UnreadableEvent } from "#contracts/log/history.ts";
import { type Delivery, type Follower, Undecodable } from "./delivery.ts";

export type Settled = NonNullable<DeadLetter["settled"]>;

/** One page of parked letters, oldest first; `next` is where the page after it begins, absent on the last. */
export interface LetterPage {
  readonly letters: readonly DeadLetter[];
  readonly next?: number;
}

/**
 * Where messages are parked that a process could not deal with. Its promise:
 *
 * - `park` is durable once it returns; parked again under the same id it is one letter, the newest.
 * - `page` lists what is parked, of one process or all, from a place on (0: the beginning).
 * - `find` gives a letter by its id, also one that was settled lately.
 * - `settle` takes a letter off the list and remembers for some days how it ended.
 * - `count` is how many of a process are parked.
 * - All throw NotNow when the place cannot be reached.
 */
export interface DeadLetters {
  park(letter: DeadLetter): Promise<void>;
  page(from: number, limit: number, process?: string): Promise<LetterPage>;
  find(id: string): Promise<DeadLetter | undefined>;
  settle(letter: DeadLetter, settled: Settled): Promise<void>;
  count(process: string): Promise<number>;
}

const errorMax = 2_000;

const reasonOf = (error: unknown): DeadLetterReason => {
  if (error instanceof Undecodable) return "undecodable";
  return error instanceof UnreadableEvent ? "unreadable" : "failed";
};

/** No further try will end differently: the message itself is at fault. */
export const isHopeless = (error: unknown): boolean => reasonOf(error) !== "failed";

const textOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `: ${textOf(error.cause)}`;
  return `${error.name}: ${error.message}${cause}`.slice(0, errorMax);
};

/** The letter for a message that a follower gives up. */
export function letterFor(
  follower: Follower,
  delivery: Delivery,
  tried: { error: unknown; tries: number; at: string },
): DeadLetter {
  const { aggregate, stream, seq, data } = delivery;
  const { error, tries, at: parkedAt } = tried;
  const id = `${follower.name}_${follower.letterKey(delivery)}`;
  const message = new TextDecoder().decode(data);
  const what = { id, process: follower.name, aggregate, stream, seq, message };
  return { ...what, reason: reasonOf(error), error: textOf(error), tries, parkedAt };
}

/** The message a letter holds, to be dealt with again. */
export const deliveryOf = ({ aggregate, stream, seq, message }: DeadLetter): Delivery => ({
  ...{ aggregate, stream, seq },
  data: new TextEncoder().encode(message),
});
