import { afterAll, expect, test } from "bun:test";
import { FeedFollower } from "#dev/checker/feed.ts";
import { chaosSeed } from "#dev/checker/random.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { servers } from "#dev/testing/servers.ts";
import { castOf } from "./cast.ts";
import { checkEverything } from "./checks.ts";
import { allRoles, Installation } from "./installation.ts";
import { middleOf, startRun } from "./run.ts";

await servers(); // Here, so that starting them is on no test's time.

const installations: Installation[] = [];
afterAll(() => Promise.all(installations.map((installation) => installation.stop())));

test.each([
  ["the only node", 1, 1_000],
  ["one of two nodes", 2, 300],
] as const)(
  "%s (of %i) is killed in the middle of %i orders: none is lost, none done twice",
  async (which, nodeCount, orders) => {
    const seed = chaosSeed(`${which} is killed`);
    const installation = await Installation.start(...Array<string>(nodeCount).fill(allRoles));
    installations.push(installation);
    const cast = await castOf(installation);
    const feed = new FeedFollower(installation.urls, cast.seller.credential);
    await eventually(() => feed.follows);
    const run = startRun(installation, cast, seed, orders);
    await middleOf(run, seed);
    await installation.crashNode(1);
    await checkEverything(installation, await run.done, run.operations, feed);
    expect(feed.connections).toBeGreaterThan(1); // The feed was the killed node's, and has been resumed.
  },
  90_000,
);
