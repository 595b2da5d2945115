import { afterAll, expect, test } from "bun:test";
import { targetOf } from "#contracts/pricing/job.ts";
import { OrderId, toBase32 } from "#contracts/shared/ids.ts";
import { names } from "#contracts/shared/subjects.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import type { HeldJob } from "../../pricing/ports.ts";
import { connectNats, type Nats } from "../connection.ts";
import { ensureStreams } from "../topology.ts";
import { jobPublisher } from "./publish.ts";
import { workJobs } from "./work-jobs.ts";

const { natsUrl } = await servers();
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

async function connected(): Promise<Nats> {
  const nats = await connectNats({ servers: natsUrl, name: "job-queue" });
  stops.push(nats.close);
  return nats;
}

const orderId = (n: number) => OrderId.parse(`ord_2601${toBase32(new Uint8Array(10).fill(n))}`);

test("a node takes no more large jobs than it works on: the next one is another node's", async () => {
  const layout = names(freshPrefix(), 1);
  const [one, other] = [await connected(), await connected()];
  await ensureStreams(one, layout, 1);
  const publish = jobPublisher(one, layout);
  for (const n of [1, 2, 3]) await publish({ orderId: orderId(n), submission: 1 }, "large", orderId(n));

  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  stops.push(async () => finish());
  const worker = (nats: Nats, mine: boolean) => {
    const held: string[] = [];
    const work = ({ job }: HeldJob) => {
      held.push(targetOf(job));
      return finished;
    };
    stops.push(workJobs(nats, layout, { work, isMine: () => mine, report: console.error }));
    return held;
  };
  const first = worker(one, true);
  await eventually(() => first.length === 1, { what: "a job for the first worker" });
  const second = worker(other, false);
  await eventually(() => second.length === 1, { what: "a job for the second worker" });
  expect([first.length, second.length]).toEqual([1, 1]);
  finish();
  await eventually(() => first.length + second.length === 3, { what: "the third job" });
  expect(new Set([...first, ...second]).size).toBe(3);
});

test("a shard's jobs are its owner's as long as it is there, and then another's", async () => {
  const layout = names(freshPrefix(), 1);
  const [one, other] = [await connected(), await connected()];
  await ensureStreams(one, layout, 1);
  const publish = jobPublisher(one, layout);
  const held: string[] = [];
  let owner = "first";
  const start = (name: string, nats: Nats) => {
    const work = async ({ job }: HeldJob) => void held.push(`${name} ${targetOf(job)}`);
    const stop = workJobs(nats, layout, { work, isMine: () => owner === name, report: console.error });
    stops.push(stop);
    return stop;
  };
  const stopFirst = start("first", one);
  start("second", other);
  // The first of a shard is found by looking, the next ones are seen as they come.
  for (const n of [1, 2, 3, 4]) await publish({ orderId: orderId(n), submission: 1 }, "small", orderId(1));
  await eventually(() => held.length === 4, { what: "the owner's jobs" });
  expect(held.every((one) => one.startsWith("first"))).toBe(true);
  await stopFirst();
  owner = "second";
  await publish({ orderId: orderId(5), submission: 1 }, "small", orderId(1));
  await eventually(() => held.length === 5, { what: "a job for the next owner" });
  expect(held.at(-1)).toBe(`second ${orderId(5)}`);
});
