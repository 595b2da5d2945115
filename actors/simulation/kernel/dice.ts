import { type Random, random } from "#dev/checker/random.ts";

/** Everything a run leaves to chance, drawn from one seed. */
export class Dice {
  readonly #random: Random;

  constructor(seed: number) {
    // Neighbouring seeds must not begin alike.
    this.#random = random(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b));
  }

  /** A number from `from` up to, and never, `to`. */
  between(from: number, to: number): number {
    return from + this.#random(to - from);
  }

  /** A whole number from 0 up to, and never, `below`. */
  below(below: number): number {
    return Math.floor(this.#random(below));
  }

  chance(probability: number): boolean {
    return this.#random(1) < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  }

  /** Dice of their own for one part of a run, so that another throw there changes nothing here. */
  fork(): Dice {
    return new Dice(this.below(2 ** 31));
  }
}
