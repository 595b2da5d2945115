import { join } from "node:path";
import { cpuSeconds } from "../process-time.ts";
import { runScript } from "../script.ts";
import type { LoadPlan, LoadResult } from "./load.ts";
import { partnerOf, type Site } from "./site.ts";

/** For each node, so that what they do is as warm however many they are; modest, so that nothing queues. */
const ratePerNode = 100;
const warmUpMs = 2_000;
const measureMs = 6_000;
const idleMs = 3_000;
/** How many orders each node is given before anything is measured, and how many a second. */
const ordersToWarm = 3_000;
const warmUpRate = 300;
const loadScript = join(import.meta.dirname, "load.ts");

export interface CommandCost extends LoadResult {
  /** Of all Bezel nodes together, and of nats-server, for each command, µs. */
  readonly nodesUs: number;
  readonly natsUs: number;
  /** Of the same for all nodes, without what they use while nothing is asked of them, µs. */
  readonly nodesAboveIdleUs: number;
}

/** New orders, many and quick, until each node's code has been compiled. */
export async function warmUp(site: Site): Promise<void> {
  const plan = { urls: site.nodes.map(({ url }) => url), apiKey: partnerOf(site).secret, orders: [] };
  const ratePerSecond = site.nodes.length * warmUpRate;
  const forMs = (ordersToWarm * 1_000) / warmUpRate;
  await runScript<LoadResult>(loadScript, JSON.stringify({ ...plan, ratePerSecond, forMs }));
}

/** Commands that a measurement on one node uses up, its warm-up included. */
export const commandsEach = (ratePerNode * (warmUpMs + measureMs)) / 1_000;

/** Processor time per command at a steady rate; `orders` are cancelled, new ones placed where there are none. */
export async function commandCost(site: Site, orders: readonly string[] = []): Promise<CommandCost> {
  const ratePerSecond = ratePerNode * site.nodes.length;
  const plan = { urls: site.nodes.map(({ url }) => url), apiKey: partnerOf(site).secret, ratePerSecond };
  const load = (more: Pick<LoadPlan, "forMs" | "orders">) =>
    runScript<LoadResult>(loadScript, JSON.stringify({ ...plan, ...more }));
  const warmUps = (ratePerSecond * warmUpMs) / 1_000;
  await load({ forMs: warmUpMs, orders: orders.slice(0, warmUps) });
  const used = () => ({
    nodes: site.nodes.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
    nats: cpuSeconds(site.nats.pid),
  });
  const quiet = used();
  await Bun.sleep(idleMs);
  const before = used();
  const result = await load({ forMs: measureMs, orders: orders.slice(warmUps) });
  const after = used();
  const idleShare = (before.nodes - quiet.nodes) / (idleMs / 1_000);
  const idle = idleShare * (measureMs / 1_000);
  const commands = result.accepted + result.refused;
  return {
    ...result,
    nodesAboveIdleUs: ((after.nodes - before.nodes - idle) * 1e6) / commands,
    nodesUs: ((after.nodes - before.nodes) * 1e6) / commands,
    natsUs: ((after.nats - before.nats) * 1e6) / commands,
  };
}
