/** Resolves when everything that needs no waiting has been done. */
const idle = (): Promise<undefined> => new Promise((resolve) => setImmediate(resolve, undefined));

/**
 * The items of `source` in groups of at most `max`: what is there already goes together, and nothing waits for a group
 * to fill. Ends, or throws, as `source` does.
 */
export async function* gather<Item>(source: AsyncIterable<Item>, max: number): AsyncGenerator<Item[]> {
  const iterator = source[Symbol.asyncIterator]();
  let group: Item[] = [];
  let next = iterator.next();
  try {
    for (;;) {
      // A failure is met again when the group has been given.
      const step = group.length === 0 ? await next : await Promise.race([next.catch(() => undefined), idle()]);
      if (step === undefined || step.done || group.length >= max) {
        if (group.length > 0) yield group;
        if (step?.done) return;
        group = [];
        continue;
      }
      group.push(step.value);
      next = iterator.next();
    }
  } finally {
    next.catch(() => {}); // Nobody waits for it any more.
    void iterator.return?.().catch(() => {});
  }
}
