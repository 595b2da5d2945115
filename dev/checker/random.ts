/** A number from 0 up to, and never, `below`. */
export type Random = (below: number) => number;

/** The seed of a run: BEZEL_CHAOS_SEED, or a new one; printed, so that a failure can be had again. */
export function chaosSeed(what: string): number {
  const seed = Number(process.env["BEZEL_CHAOS_SEED"] ?? Math.floor(Math.random() * 1e9));
  console.log(`${what}: BEZEL_CHAOS_SEED=${seed}`);
  return seed;
}

/** mulberry32 (Tommy Ettinger, public domain): small, seeded, good enough to choose with. */
export function random(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below;
  };
}
