import { afterAll, test } from "bun:test";
import { eventually } from "#dev/testing/eventually.ts";
import { servers } from "#dev/testing/servers.ts";
import { castOf } from "./cast.ts";
import { checkEverything } from "./checks.ts";
import { FeedFollower } from "./feed.ts";
import { allRoles, Installation } from "./installation.ts";
import { chaosSeed, random } from "./random.ts";
import { ordersPerRun, startRun } from "./run.ts";

await servers(); // Here, so that starting them is on no test's time.

const running: Installation[] = [];
afterAll(() => Promise.all(running.map((installation) => installation.stop())));

test.each([1, 2])(
  "one of %d nodes is killed in the middle of a thousand orders: none is lost, none done twice",
  async (nodeCount) => {
    const seed = chaosSeed("node killed");
    const installation = await Installation.start(...Array<string>(nodeCount).fill(allRoles));
    running.push(installation);
    const cast = await castOf(installation);
    const feed = new FeedFollower(installation.urls, cast.seller.credential);
    await eventually(() => feed.follows);
    const t0 = performance.now();
    const run = startRun(installation, cast, seed);
    const victimAfter = Math.floor(ordersPerRun * (0.1 + random(seed)(0.6)));
    await Promise.race([eventually(() => run.finished() >= victimAfter, { deadlineMs: 60_000 }), run.done]);
    console.log(`killing at ${run.finished()} after ${performance.now() - t0}`);
    await installation.crashNode(nodeCount);
    console.log(`restarted at ${run.finished()} after ${performance.now() - t0}`);
    const orders = await run.done;
    console.log(`done after ${performance.now() - t0}`);
    await checkEverything(installation, orders, run.operations, feed);
    console.log(`checked after ${performance.now() - t0}`, feed.connections, run.operations.length);
  },
  90_000,
);
