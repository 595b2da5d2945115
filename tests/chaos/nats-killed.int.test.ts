import { afterAll, expect, test } from "bun:test";
import { FeedFollower } from "#dev/checker/feed.ts";
import { chaosSeed } from "#dev/checker/random.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { servers } from "#dev/testing/servers.ts";
import { castOf } from "./cast.ts";
import { checkEverything } from "./checks.ts";
import { allRoles, Installation } from "./installation.ts";
import { recovered } from "./recovery.ts";
import { middleOf, startRun } from "./run.ts";

await servers(); // Here, so that starting them is on no test's time.

let installation: Installation | undefined;
afterAll(() => installation?.stop());

const isReady = async (url: string) => (await fetch(`${url}/readyz`)).ok;

test("nats-server is killed in the middle of a thousand orders: nodes recover, none is lost, none done twice", async () => {
  const seed = chaosSeed("nats-server is killed");
  // One that decides by itself, and one that must find it again before it can do anything.
  installation = await Installation.start(allRoles, "gateway");
  const { nodes, urls } = installation;
  const cast = await castOf(installation);
  const feed = new FeedFollower(urls, cast.seller.credential);
  await eventually(() => feed.follows);
  const run = startRun(installation, cast, seed);
  await middleOf(run, seed);
  await installation.killNats();
  const isFelt = async () => !(await Promise.all(nodes.map(({ url }) => isReady(url)))).includes(true);
  await eventually(isFelt, { deadlineMs: 10_000, what: "an outage that every node has felt" });
  await installation.restartNats();
  console.log("recovered after, ms:", JSON.stringify(await recovered(installation, run, feed)));
  await checkEverything(installation, await run.done, run.operations, feed);
  expect(nodes.every(({ pid }) => process.kill(pid, 0))).toBe(true);
  expect(feed.connections).toBe(1); // The feed was quiet for a while, and not cut.
}, 90_000);
