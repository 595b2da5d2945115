import { afterAll, test } from "bun:test";
import { FeedFollower } from "#dev/checker/feed.ts";
import { chaosSeed } from "#dev/checker/random.ts";
import { apiClient, expectOk } from "#dev/client/api.ts";
import { signIn } from "#dev/client/people.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { servers } from "#dev/testing/servers.ts";
import { castOf } from "./cast.ts";
import { checkEverything } from "./checks.ts";
import { allRoles, Installation } from "./installation.ts";
import { startRun } from "./run.ts";

await servers(); // Here, so that starting them is on no test's time.

const orderCount = 150;
let installation: Installation | undefined;
afterAll(() => {
  installation?.resumeNode(2); // A stopped process cannot be ended politely.
  return installation?.stop();
}, 30_000);

/** Ids of the nodes that the first one sees. */
async function membersOf({ nodes }: Installation, admin: string): Promise<string[]> {
  const { items } = expectOk(await apiClient(nodes[0]?.url ?? "", admin).get("/ops/v1/nodes"));
  return items.map(({ id }: { id: string }) => id);
}

test("a node is stopped under load, others take its orders over, it wakes up: nothing stale is accepted, nothing refused wrongly", async () => {
  const seed = chaosSeed("a node is stopped");
  // Jobs and events in the hands of a stopped worker wait for their own time limits, which is not what is looked at.
  installation = await Installation.start(allRoles, "gateway,orders");
  const cast = await castOf(installation);
  const admin = await signIn(installation.urls[0] ?? "", installation.signIn("Demo administrator"));
  const feed = new FeedFollower(installation.urls, cast.seller.credential);
  await eventually(() => feed.follows);
  const run = startRun(installation, cast, seed, orderCount);
  const written = () => run.operations.filter(({ kind }) => kind === "write").length;
  await eventually(() => run.finished() > 50, { deadlineMs: 60_000, what: "the beginning" });

  const [paused, members] = [installation, () => membersOf(paused, admin)];
  paused.pauseNode(2);
  await eventually(async () => (await members()).length === 1, { deadlineMs: 10_000, what: "a lease that runs out" });
  const before = written();
  await eventually(() => written() > before + 60, { deadlineMs: 30_000, what: "others that take over" });
  // It wakes with orders in memory that have moved on, with messages in its mailboxes and requests at its port.
  paused.resumeNode(2);
  await eventually(async () => (await members()).length === 2, { deadlineMs: 10_000, what: "a node that is back" });
  await checkEverything(installation, await run.done, run.operations, feed);
}, 180_000);
