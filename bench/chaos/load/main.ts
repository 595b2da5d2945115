import { writeFileSync } from "node:fs";
import type { Operation } from "#dev/checker/history.ts";
import { random } from "#dev/checker/random.ts";
import { Customer } from "./customer.ts";
import { insister } from "./insist.ts";
import type { History, LoadPlan, Miss, Placed } from "./plan.ts";

/** Orders are begun on time within this, ms. */
const tickMs = 10;

/** Begins orders at the plan's rate until `stopped` resolves, then waits for the last answer. */
async function generate(plan: LoadPlan, stopped: Promise<unknown>): Promise<History> {
  const operations: Operation[] = [];
  const placed: Placed[] = [];
  const misses: Miss[] = [];
  const repeatedOtherwise: string[] = [];
  let repeats = 0;
  const choose = random(plan.seed);
  const ask = insister({ urls: plan.urls, apiKey: plan.apiKey, choose, missed: (miss) => misses.push(miss) });
  const customer = new Customer(plan, choose, ask, {
    note: (operation) => operations.push(operation),
    placed: (one) => placed.push(one),
    repeated: (difference) => {
      repeats += 1;
      if (difference !== undefined) repeatedOtherwise.push(difference);
    },
  });
  const underWay = new Set<Promise<void>>();
  const beganMs = Date.now();
  let stopping = false;
  void stopped.then(() => {
    stopping = true;
  });
  for (let number = 0; !stopping; ) {
    for (; beganMs + (number * 1_000) / plan.ratePerSecond <= Date.now(); number++) {
      const order = customer.order(number, beganMs + (number * 1_000) / plan.ratePerSecond);
      underWay.add(order);
      void order.finally(() => underWay.delete(order));
    }
    await Bun.sleep(tickMs);
  }
  await Promise.all(underWay);
  return { operations, placed, misses, repeats, repeatedOtherwise };
}

if (import.meta.main) {
  const plan = JSON.parse(process.argv[2] ?? "{}") as LoadPlan;
  // JSON has no Infinity: the checker's "never" is written as an absent time.
  writeFileSync(plan.file, JSON.stringify(await generate(plan, Bun.stdin.text())));
  process.exit(0);
}
