/** Something that will happen at a moment of virtual time. */
export interface Scheduled {
  readonly atMs: number;
  /** Of two at the same moment, the one that was planned first comes first. */
  readonly order: number;
  /** What the trace calls it. */
  readonly what: string;
  /** What happens; taken away when it is called off. */
  act: (() => void) | undefined;
}

const isSooner = (a: Scheduled, b: Scheduled): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/** A binary heap of events, soonest first. */
export class EventHeap {
  readonly #items: Scheduled[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: Scheduled): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = items[above] as Scheduled;
      if (!isSooner(item, parent)) break;
      items[at] = parent;
      at = above;
    }
    items[at] = item;
  }

  pop(): Scheduled | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= items.length) break;
      const right = items[below + 1];
      if (right && isSooner(right, items[below] as Scheduled)) below += 1;
      if (!isSooner(items[below] as Scheduled, last)) break;
      items[at] = items[below] as Scheduled;
      at = below;
    }
    items[at] = last;
    return first;
  }
}
