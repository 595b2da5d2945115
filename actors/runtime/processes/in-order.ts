/**
 * Runs work of one key one after the other, in the order it came, and work of different keys at once: at most `max`
 * pieces in hand, waiting ones included.
 */
export class InOrder {
  readonly #last = new Map<string, Promise<void>>();
  readonly #inHand = new Set<Promise<void>>();

  constructor(readonly max: number) {}

  /** Takes work on when there is room for it. `work` must not throw. */
  async add(key: string, work: () => Promise<void>): Promise<void> {
    const mine = (this.#last.get(key) ?? Promise.resolve()).then(work).finally(() => {
      this.#inHand.delete(mine);
      if (this.#last.get(key) === mine) this.#last.delete(key);
    });
    this.#last.set(key, mine);
    this.#inHand.add(mine);
    while (this.#inHand.size >= this.max) await Promise.race(this.#inHand);
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.allSettled(this.#inHand);
  }
}
