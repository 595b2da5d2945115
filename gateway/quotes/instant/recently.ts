/**
 * What `read` gave not longer than `forMs` ago, or gives now; those who ask at the same time share one reading. A failure
 * is told to those who waited for it, and forgotten.
 */
export function recently<T>(read: () => Promise<T>, forMs: number, now: () => number): () => Promise<T> {
  let last: { readonly value: Promise<T>; readonly at: number } | undefined;
  return () => {
    if (last && now() - last.at < forMs) return last.value;
    const reading = { value: read(), at: now() };
    last = reading;
    reading.value.catch(() => {
      if (last === reading) last = undefined;
    });
    return reading.value;
  };
}
