/** What of T counts as having come true. */
type Truthy<T> = Exclude<T, false | 0 | "" | null | undefined>;

/**
 * Polls `condition` until it gives something truthy, and returns that. A condition that throws counts as
 * not yet. Throws after `deadlineMs` with the last error as the cause.
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  { deadlineMs = 5_000, everyMs = 20, what = "the condition" } = {},
): Promise<Truthy<T>> {
  const deadline = performance.now() + deadlineMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value as Truthy<T>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) throw new Error(`${what} did not come true within ${deadlineMs} ms`, { cause });
    await Bun.sleep(everyMs);
  }
}
