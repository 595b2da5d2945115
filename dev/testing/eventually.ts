/**
 * Polls `condition` until it gives something truthy, and returns that. A condition that throws counts as
 * not yet. Throws after `deadlineMs` with the last error as the cause.
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  { deadlineMs = 5_000, everyMs = 20, what = "the condition" } = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + deadlineMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) throw new Error(`${what} did not come true within ${deadlineMs} ms`, { cause });
    await Bun.sleep(everyMs);
  }
}
