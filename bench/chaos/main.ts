import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FeedFollower } from "#dev/checker/feed.ts";
import { chaosSeed, random } from "#dev/checker/random.ts";
import { signIn } from "#dev/client/people.ts";
import { root } from "#dev/root.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { stopWhenInterrupted } from "../interrupted.ts";
import { atLeast, atMost, publish } from "../result.ts";
import { startBezelNodes } from "./cluster/bezel-nodes.ts";
import { startNatsCluster } from "./cluster/nats-cluster.ts";
import { type Struck, schedule, strike } from "./faults/schedule.ts";
import type { Installation } from "./faults/victims.ts";
import { type Felt, feltOf, rowOf } from "./figures.ts";
import { type Load, startLoad } from "./load/generator.ts";
import type { History } from "./load/plan.ts";
import { type Verdict, verdict } from "./verdict.ts";

/** Orders a second, whatever becomes of those before. */
const ratePerSecond = Number(process.env["BEZEL_CHAOS_RATE"] ?? 500);
const streamCount = Number(process.env["BEZEL_CHAOS_STREAMS"] ?? 1);
/** Part of the names of the faults to be tried; all of them when it is empty. */
const only = process.env["BEZEL_CHAOS_ONLY"] ?? "";
/** Left out of every figure, ms. */
const warmUpMs = 10_000;
const undisturbedMs = 15_000;

async function install(dir: string): Promise<Installation> {
  const prefix = freshPrefix();
  const cluster = await startNatsCluster(dir);
  try {
    const nodes = await startBezelNodes(cluster, { prefix, streamCount, dir });
    return { cluster, nodes, prefix, streamCount };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

function loadOn({ nodes }: Installation, seed: number, dir: string): Load {
  const partner = nodes.signIns.find(({ who }) => who === "Demo partner");
  if (!partner) throw new Error("set-up made no partner");
  const urls = nodes.nodes.map(({ url }) => url);
  const file = join(dir, "history.json");
  return startLoad({ urls, apiKey: partner.secret, accountId: partner.user, seed, ratePerSecond, file });
}

async function followFeed({ nodes }: Installation): Promise<FeedFollower> {
  const urls = nodes.nodes.map(({ url }) => url);
  const seller = nodes.signIns.find(({ who }) => who === "Demo seller");
  const feed = new FeedFollower(urls, await signIn(urls[0] ?? "", seller ?? { user: "", secret: "" }));
  await eventually(() => feed.follows);
  return feed;
}

/** No fault at all, then every one in its turn. */
async function disturb(installation: Installation, seed: number): Promise<Struck[]> {
  await Bun.sleep(warmUpMs);
  const fromMs = Date.now();
  await Bun.sleep(undisturbedMs);
  const struck: Struck[] = [{ name: "none", fromMs, healedMs: fromMs, healthyMs: fromMs }];
  for (const appointment of schedule(random(seed), only)) {
    console.log(`${appointment.role} ${appointment.fault.name}`);
    struck.push(await strike(installation, appointment));
  }
  await Bun.sleep(undisturbedMs);
  return struck;
}

function report(history: History, struck: readonly Struck[], endMs: number, found: Verdict, seed: number): void {
  const felt = struck.map((one, index) => feltOf(history, streamCount, one, struck[index + 1]?.fromMs ?? endMs));
  const worst = (part: string) => Math.max(0, ...felt.filter(({ name }) => name.includes(part)).map(gapOf));
  for (const sentence of found.others.slice(0, 20)) console.log(sentence);
  console.log(
    `${found.orders} orders, ${found.commits} commits, ${history.repeats} repeated; BEZEL_CHAOS_SEED=${seed}`,
  );
  publish({
    name: "chaos",
    rows: felt.map(rowOf),
    aims: [
      atMost("acknowledged and lost", found.lost, 0),
      atMost("done twice", found.duplicated, 0),
      atMost("other violations", found.others.length, 0),
      atMost("longest write gap when the log's leader is lost, ms", worst("leader"), 15_000),
      atMost("longest write gap of every other fault, ms", Math.max(worst("node"), worst("follower")), 15_000),
      atLeast("orders begun a second throughout", ratePerSecond, 500),
    ],
  });
}

const gapOf = ({ gapMs }: Felt): number => gapMs;

/** Three replicas of the log, three nodes, every process killed, stopped and cut off in turn under load, then checked. */
export async function chaos(): Promise<void> {
  const seed = chaosSeed("chaos");
  await servers();
  const dir = mkdtempSync(join(tmpdir(), "bezel-chaos-"));
  const installation = await install(dir);
  const feed = await followFeed(installation);
  const load = loadOn(installation, seed, dir);
  const stop = async () => {
    load.kill();
    await installation.nodes.stop();
    await installation.cluster.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const finished = stopWhenInterrupted(stop);
  try {
    const struck = await disturb(installation, seed);
    const endMs = Date.now();
    const history = await load.stop();
    report(history, struck, endMs, await verdict(installation, history, feed), seed);
  } catch (error) {
    const logs = join(root, ".bezel", `chaos-${seed}`);
    cpSync(dir, logs, { recursive: true, filter: (path) => !path.endsWith("/data") });
    console.log(`logs are in ${logs}`);
    throw error;
  } finally {
    await stop();
    finished();
  }
}
