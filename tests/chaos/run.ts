import type { Operation } from "#dev/checker/history.ts";
import { random } from "#dev/checker/random.ts";
import { eventually } from "#dev/testing/eventually.ts";
import type { Cast } from "./cast.ts";
import { Client } from "./client.ts";
import type { Installation } from "./installation.ts";
import { Life } from "./life.ts";

/** Orders of one run, when no other number is given. */
const ordersPerRun = 1_000;
/** Clients at work at once. */
const clientCount = 32;

export interface Run {
  /** Orders in all. */
  readonly count: number;
  /** What every client asked and was told until now. */
  readonly operations: readonly Operation[];
  /** Resolves with the ids of all orders, when each has come where it was to come. */
  readonly done: Promise<string[]>;
  /** Orders that have come there until now. */
  readonly finished: () => number;
}

/** Resolves in the middle of a run, where the seed says: after a tenth to seven tenths of its orders. */
export async function middleOf({ count, done, finished }: Run, seed: number): Promise<void> {
  const middle = count * (0.1 + random(seed)(0.6));
  await Promise.race([eventually(() => finished() >= middle, { deadlineMs: 60_000, what: "the middle" }), done]);
}

/** Begins to drive the orders, many at once, in the order and to the ends that the seed says. */
export function startRun(installation: Installation, cast: Cast, seed: number, count = ordersPerRun): Run {
  const operations: Operation[] = [];
  const orders: string[] = [];
  let begun = 0;
  const work = async () => {
    const client = new Client(installation.urls, (operation) => operations.push(operation));
    while (begun < count) {
      const number = begun++;
      orders.push(await new Life(client, cast, `life-${number}`, random(seed + number)).live());
    }
  };
  const done = Promise.all(Array.from({ length: clientCount }, work)).then(() => orders);
  return { count, operations, done, finished: () => orders.length };
}
