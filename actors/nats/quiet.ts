/** Until silence is noticed, ms: soon after an item, then seldom. */
export interface QuietAfter {
  readonly firstMs: number;
  readonly thenMs: number;
}

/** What `source` gives, and "quiet" at first and whenever it has given nothing for a while. Ends, or throws, as it does. */
export async function* orQuiet<Item>(
  source: AsyncIterable<Item>,
  { firstMs, thenMs }: QuietAfter,
): AsyncGenerator<Item | "quiet"> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  let waitMs = firstMs;
  try {
    yield "quiet";
    for (;;) {
      const step = await within(waitMs, next);
      waitMs = step === "quiet" ? thenMs : firstMs;
      if (step === "quiet") yield step;
      else if (step.done) return;
      else {
        yield step.value;
        next = iterator.next();
      }
    }
  } finally {
    next.catch(() => {}); // Nobody waits for it any more.
    void iterator.return?.().catch(() => {});
  }
}

async function within<T>(ms: number, answer: Promise<T>): Promise<T | "quiet"> {
  let timer: Timer | undefined;
  const quiet = new Promise<"quiet">((resolve) => {
    timer = setTimeout(resolve, ms, "quiet");
  });
  return Promise.race([answer, quiet]).finally(() => clearTimeout(timer));
}
