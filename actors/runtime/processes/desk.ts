import type { DeadLetter } from "#contracts/log/dead-letter.ts";
import { type DeadLetters, deliveryOf, letterFor, type Settled } from "./dead-letters.ts";
import type { Follower } from "./delivery.ts";
import { NotNow } from "./not-now.ts";

/** What became of a letter somebody wanted dealt with. */
export type DeskAnswer =
  | { readonly kind: "settled"; readonly letter: DeadLetter; readonly settled: Settled }
  | { readonly kind: "not-found" }
  /** It was settled before, and otherwise. */
  | { readonly kind: "settled-otherwise"; readonly settled: Settled }
  /** It failed again and stays. */
  | { readonly kind: "failed-again"; readonly error: string };

export interface Desk extends Pick<DeadLetters, "page" | "find"> {
  /** Has the letter's message dealt with once more, and takes it off the list when that goes well. */
  readonly redrive: (id: string, by: string) => Promise<DeskAnswer>;
  /** Takes it off the list: it will never be dealt with. */
  readonly discard: (id: string, by: string) => Promise<DeskAnswer>;
}

/**
 * Where people deal with dead letters. A redriven message sends the commands it would have sent at first, under the
 * same ids, so that redriving one twice, or one that was half done, does nothing twice. They do not say how far the
 * process has come, for it is past this message and their targets would take them for done.
 */
export function letterDesk(letters: DeadLetters, followers: readonly Follower[], now: () => number): Desk {
  const byName = new Map(followers.map((follower) => [follower.name, follower]));
  const time = () => new Date(now()).toISOString();

  async function settle(letter: DeadLetter, as: Settled["as"], by: string): Promise<DeskAnswer> {
    const settled = { as, by, at: time() };
    await letters.settle(letter, settled);
    return { kind: "settled", letter, settled };
  }

  /** The parked letter, or the answer when there is nothing left to do about it. */
  async function parked(id: string, as: Settled["as"]): Promise<DeadLetter | DeskAnswer> {
    const letter = await letters.find(id);
    if (!letter) return { kind: "not-found" };
    const { settled } = letter;
    if (!settled) return letter;
    return settled.as === as ? { kind: "settled", letter, settled } : { kind: "settled-otherwise", settled };
  }

  async function again(letter: DeadLetter): Promise<DeadLetter | undefined> {
    const follower = byName.get(letter.process);
    const delivery = deliveryOf(letter);
    try {
      if (!follower) throw new Error(`there is no process ${letter.process} in this release`);
      await follower.handle(delivery, undefined);
      return undefined;
    } catch (error) {
      if (error instanceof NotNow) throw error;
      if (!follower) return { ...letter, error: String(error) };
      return letterFor(follower, delivery, { error, tries: letter.tries + 1, at: time() });
    }
  }

  return {
    page: letters.page,
    find: letters.find,
    redrive: async (id, by) => {
      const letter = await parked(id, "redriven");
      if ("kind" in letter) return letter;
      const failed = await again(letter);
      if (!failed) return settle(letter, "redriven", by);
      await letters.park(failed);
      return { kind: "failed-again", error: failed.error };
    },
    discard: async (id, by) => {
      const letter = await parked(id, "discarded");
      return "kind" in letter ? letter : settle(letter, "discarded", by);
    },
  };
}
