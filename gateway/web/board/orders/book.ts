import { type Item, isOnBoard } from "./item.ts";

const byRank = (a: Item, b: Item): number => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0);

/** All orders of the board, kept in the order they are to be made in. */
export class Book {
  readonly #items = new Map<string, Item>();
  readonly #ranked: Item[] = [];

  get size(): number {
    return this.#ranked.length;
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** Most urgent first. Not a copy: it changes with the book. */
  get ranked(): readonly Item[] {
    return this.#ranked;
  }

  /** Puts an order in, unless a later state of it is there; one that has left the board leaves the book. */
  put(item: Item): void {
    const known = this.#items.get(item.id);
    if (known && known.version > item.version) return;
    if (!isOnBoard(item.order)) {
      this.remove(item.id);
      return;
    }
    this.#items.set(item.id, item);
    if (known?.rank === item.rank) {
      this.#ranked[this.#placeOf(known)] = item;
      return;
    }
    if (known) this.#ranked.splice(this.#placeOf(known), 1);
    this.#ranked.splice(this.#placeOf(item), 0, item);
  }

  remove(id: string): void {
    const known = this.#items.get(id);
    if (!known) return;
    this.#items.delete(id);
    this.#ranked.splice(this.#placeOf(known), 1);
  }

  clear(): void {
    this.#items.clear();
    this.#ranked.length = 0;
  }

  /** Where it stands, or would stand: ranks end with the id, so no two are equal. */
  #placeOf(item: Item): number {
    let [low, high] = [0, this.#ranked.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byRank(this.#ranked[middle] as Item, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
