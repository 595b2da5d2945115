import { afterAll, test } from "bun:test";
import { eventually } from "#dev/testing/eventually.ts";
import { servers } from "#dev/testing/servers.ts";
import { castOf } from "./cast.ts";
import { checkEverything } from "./checks.ts";
import { FeedFollower } from "./feed.ts";
import { Installation } from "./installation.ts";
import { chaosSeed, random } from "./random.ts";
import { ordersPerRun, startRun } from "./run.ts";

await servers(); // Here, so that starting them is on no test's time.

const running: Installation[] = [];
afterAll(() => Promise.all(running.map((installation) => installation.stop())));

test(
  "nats-server is killed in the middle of a thousand orders: none is lost, none done twice",
  async () => {
    const seed = chaosSeed("nats killed");
    const installation = await Installation.start(1);
    running.push(installation);
    const cast = await castOf(installation);
    const feed = new FeedFollower(installation.urls, cast.seller.credential);
    await eventually(() => feed.follows);
    const t0 = performance.now();
    const run = startRun(installation, cast, seed);
    const victimAfter = Math.floor(ordersPerRun * (0.1 + random(seed)(0.6)));
    await Promise.race([eventually(() => run.finished() >= victimAfter, { deadlineMs: 60_000 }), run.done]);
    console.log(`killing at ${run.finished()} after ${performance.now() - t0} feed ${feed.received}`);
    await installation.crashNats();
    console.log(`restarted at ${run.finished()} after ${performance.now() - t0} feed ${feed.received}`);
    const log = setInterval(() => console.log(`${run.finished()} after ${performance.now() - t0} feed ${feed.received} ops ${run.operations.length}`), 500);
    const orders = await run.done.finally(() => clearInterval(log));
    console.log(`done after ${performance.now() - t0}`);
    await checkEverything(installation, orders, run.operations, feed);
    console.log(`checked after ${performance.now() - t0}`, feed.connections, run.operations.length);
  },
  120_000,
);
