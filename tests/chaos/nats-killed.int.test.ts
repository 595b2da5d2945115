import { afterAll, expect, test } from "bun:test";
import { eventually } from "#dev/testing/eventually.ts";
import { servers } from "#dev/testing/servers.ts";
import { castOf } from "./cast.ts";
import { checkEverything } from "./checks.ts";
import { FeedFollower } from "./feed.ts";
import { Installation } from "./installation.ts";
import { chaosSeed, random } from "./random.ts";
import { recovered } from "./recovery.ts";
import { ordersPerRun, startRun } from "./run.ts";

await servers(); // Here, so that starting them is on no test's time.

let installation: Installation | undefined;
afterAll(() => installation?.stop());

const isReady = async (url: string) => (await fetch(`${url}/readyz`)).ok;

test("nats-server is killed in the middle of a thousand orders: none is lost, none done twice", async () => {
  const seed = chaosSeed("nats-server killed");
  // Two nodes that need each other, so that orders go on only when each finds the other again.
  installation = await Installation.start("orders,pricing,projections,processes", "gateway");
  const { nodes, urls } = installation;
  const cast = await castOf(installation);
  const feed = new FeedFollower(urls, cast.seller.credential);
  await eventually(() => feed.follows);
  const t0 = performance.now();
  const run = startRun(installation, cast, seed);
  const killAfter = ordersPerRun * (0.1 + random(seed)(0.6));
  await Promise.race([eventually(() => run.finished() >= killAfter, { deadlineMs: 60_000 }), run.done]);
  console.log(`killing at ${run.finished()} after ${performance.now() - t0}`);
  await installation.killNats();
  // The outage lasts until everybody has felt it.
  await eventually(async () => (await Promise.all(nodes.map(({ url }) => isReady(url)))).every((ready) => !ready));
  await installation.restartNats();
  console.log(`restarted at ${run.finished()} after ${performance.now() - t0}`);
  console.log("recovered after, ms:", await recovered(installation, run, feed));
  const orders = await run.done;
  console.log(`done after ${performance.now() - t0}`);
  expect(nodes.every(({ pid }) => process.kill(pid, 0))).toBe(true);
  await checkEverything(installation, orders, run.operations, feed);
  console.log(`checked after ${performance.now() - t0}`);
  expect(feed.connections).toBe(1);
}, 90_000);
