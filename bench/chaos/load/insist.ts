import type { Random } from "#dev/checker/random.ts";
import type { Miss } from "./plan.ts";

/** An answer is awaited this long; then the same is asked of another gateway, while the first may still be at work. */
const attemptMs = 2_500;
/** Longer than any outage, ms. */
const giveUpAfterMs = 60_000;
/** Between attempts, ms: longer each time, and of a random length, so that those who were refused together do not come back together. */
const pausesMs = [200, 400, 800, 1_600, 3_000];

export interface Answered {
  readonly status: number;
  /** As much of it as is looked at. */
  readonly body: { readonly id?: string; readonly version?: number };
}

export interface Ask {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly json?: unknown;
  readonly key?: string;
}

export interface Insist {
  readonly urls: readonly string[];
  readonly apiKey: string;
  readonly choose: Random;
  readonly missed: (miss: Miss) => void;
}

/** Repeats a request under its key, at gateways in turn, until one answers it. Undefined when it has given up. */
export function insister({ urls, apiKey, choose, missed }: Insist) {
  let turn = 0;
  const attempt = async ({ method, path, json, key }: Ask): Promise<Answered> => {
    const response = await fetch(`${urls[turn++ % urls.length]}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      signal: AbortSignal.timeout(attemptMs),
    });
    return { status: response.status, body: await response.json() };
  };
  return async (ask: Ask): Promise<Answered | undefined> => {
    const deadline = performance.now() + giveUpAfterMs;
    for (let misses = 0; performance.now() < deadline; misses++) {
      const answer = await attempt(ask).catch(() => undefined);
      if (answer && answer.status < 500) return answer;
      missed({ atMs: Date.now(), kind: answer ? "failed" : "unknown" });
      const pauseMs = pausesMs[Math.min(misses, pausesMs.length - 1)] ?? 0;
      await Bun.sleep(pauseMs / 2 + choose(pauseMs));
    }
    return undefined;
  };
}
