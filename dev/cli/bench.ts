import { UserError } from "#dev/user-error.ts";
import type { Command } from "./command.ts";

/** Loaded when asked for, as commands are. */
const benches: Record<string, () => Promise<() => Promise<void>>> = {
  failover: async () => (await import("#bench/failover/main.ts")).failover,
  pricing: async () => (await import("#bench/pricing/main.ts")).pricing,
  "pricing-served": async () => (await import("#bench/pricing/served/main.ts")).served,
  fuzz: async () => (await import("#bench/fuzz/main.ts")).fuzz,
  intake: async () => (await import("#bench/intake/main.ts")).intake,
  assign: async () => (await import("#bench/assign/main.ts")).assign,
  chaos: async () => (await import("#bench/chaos/main.ts")).chaos,
  scale: async () => (await import("#bench/scale/main.ts")).scale,
  queue: async () => (await import("#bench/queue/main.ts")).queue,
  feeds: async () => (await import("#bench/feeds/main.ts")).feeds,
};

const help = `Measure Bezel beside its limits and peers, on servers started for it.

Usage: ./bezel bench NAME

  failover the longest gap clients see while the node that hosts their orders is killed, drained and paused
  pricing  facts of model files in memory, beside libraries, programs and merely reading the bytes; then, also alone as
           pricing-served, prices over HTTP, small models behind monsters, and what a second pricing node is worth
  fuzz     mutated model files for five minutes: what crashes, hangs or takes too much (BEZEL_FUZZ_S, BEZEL_FUZZ_SEED)
  intake   orders over HTTP to an fsynced acknowledgement, beside a bare client on the same server
  assign   a thousand approved orders and twenty operators: how fairly and how soon each is assigned
  chaos    three log servers and three nodes, each killed, stopped and cut off under load; then all is checked
  scale    what moves and what a command costs as nodes are added, and as the log grows to a million orders
  queue    a page of the operators' queue at a thousand, a hundred thousand and a million stored orders, beside counting
           and offsets (BEZEL_QUEUE_ORDERS, BEZEL_QUEUE_ASKS)
  feeds    what a client of a live feed costs, and how soon it hears, while half of the clients read nothing

Prints a table, and writes bench/results/NAME.json. A missed aim is printed as missed.
`;

async function run([name = ""]: string[]): Promise<number> {
  if (!Object.hasOwn(benches, name)) throw new UserError(`Name one bench: ${Object.keys(benches).join(", ")}.`);
  const bench = await benches[name]?.();
  await bench?.();
  return 0;
}

export const bench: Command = { help, run };
