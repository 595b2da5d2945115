import { LRUCache } from "lru-cache";
import { ProblemError } from "../problem.ts";

/** So many wrong passwords for one address from one place, and for one address from anywhere, within the window. */
const perPlaceMax = 10;
const perAddressMax = 100;
const windowMs = 5 * 60_000;
/** Hashing a password keeps a core busy for a fifth of a second: so many at once, and no queue of guesses behind them. */
const atOnceMax = 8;

interface Tries {
  count: number;
  readonly since: number;
}

/**
 * Limits guessing. A try counts from its beginning, so that many at once are no way around, and is given back when the
 * password was right. Each gateway counts for itself: with N gateways it is N times the limit.
 */
export function signInAttempts(now: () => number) {
  const tries = new LRUCache<string, Tries>({ max: 50_000 });
  let running = 0;

  const triesOf = (key: string): Tries => {
    const known = tries.get(key);
    if (known && now() - known.since < windowMs) return known;
    const fresh = { count: 0, since: now() };
    tries.set(key, fresh);
    return fresh;
  };

  /** Counts this try, or says how long to wait. Throws ProblemError. */
  function count(limits: readonly (readonly [Tries, number])[]): void {
    const full = limits.filter(([{ count: made }, max]) => made >= max).map(([{ since }]) => since + windowMs - now());
    const waitMs = full.length > 0 ? Math.max(...full) : running >= atOnceMax ? 1_000 : 0;
    if (waitMs > 0) throw new ProblemError("auth/too-many-tries", { retryAfter: Math.ceil(waitMs / 1_000) });
    for (const [made] of limits) made.count++;
  }

  /** Runs one try, which gives undefined when the password is wrong. Throws ProblemError when there were too many. */
  return async <Found>(email: string, place: string, attempt: () => Promise<Found | undefined>) => {
    const address = email.toLowerCase();
    const made = [
      [triesOf(`${place} ${address}`), perPlaceMax],
      [triesOf(address), perAddressMax],
    ] as const;
    count(made);
    running++;
    try {
      const found = await attempt();
      if (found !== undefined) for (const [counted] of made) counted.count--;
      return found;
    } finally {
      running--;
    }
  };
}
export type SignInAttempts = ReturnType<typeof signInAttempts>;
