import { z } from "zod";
import type { NodeConfig } from "./config.ts";

const JetStreamReport = z.looseObject({
  config: z.looseObject({ sync_always: z.boolean().optional(), sync_interval: z.number().optional() }),
});

/** The log's server answers before its disk has the data: an acknowledged order could be lost with the power. */
export class NotDurable extends Error {
  override readonly name = "NotDurable";
}

const askWithinMs = 2_000;

/** What one server says of itself; "away" when it does not answer. */
async function syncsAlways(address: string): Promise<boolean | "away"> {
  try {
    const response = await fetch(new URL("/jsz?config=true", address), { signal: AbortSignal.timeout(askWithinMs) });
    const report = JetStreamReport.safeParse(await response.json());
    return report.success && report.data.config.sync_always === true;
  } catch {
    return "away";
  }
}

/**
 * In production a node starts only where nats-server says that it fsyncs before it acknowledges: its default answers
 * first and writes later. Servers that are away are not asked again, as long as a majority confirms. Throws NotDurable.
 */
export async function assertDurable({ BEZEL_MODE, NATS_MONITOR_URL }: NodeConfig): Promise<void> {
  if (BEZEL_MODE !== "production" || NATS_MONITOR_URL === undefined) return;
  const addresses = NATS_MONITOR_URL.split(",");
  const answers = await Promise.all(addresses.map(syncsAlways));
  const careless = addresses[answers.indexOf(false)];
  if (careless) throw new NotDurable(`${careless} does not say sync_interval: always in its jetstream block`);
  const sure = answers.filter((answer) => answer === true).length;
  if (sure * 2 <= addresses.length)
    throw new NotDurable(`only ${sure} of ${addresses.length} monitoring addresses answer`);
}
