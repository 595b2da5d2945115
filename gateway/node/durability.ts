import { z } from "zod";
import type { NodeConfig } from "./config.ts";

const JetStreamReport = z.looseObject({
  config: z.looseObject({ sync_always: z.boolean().optional(), sync_interval: z.number().optional() }),
});

/** The log's server answers before its disk has the data: an acknowledged order could be lost with the power. */
export class NotDurable extends Error {
  override readonly name = "NotDurable";
}

/**
 * In production a node starts only where nats-server says that it fsyncs before it acknowledges: its default answers
 * first and writes later. Throws NotDurable.
 */
export async function assertDurable({ BEZEL_MODE, NATS_MONITOR_URL }: NodeConfig): Promise<void> {
  if (BEZEL_MODE !== "production" || NATS_MONITOR_URL === undefined) return;
  for (const address of NATS_MONITOR_URL.split(",")) {
    const response = await fetch(new URL("/jsz?config=true", address), { signal: AbortSignal.timeout(5_000) });
    const report = JetStreamReport.safeParse(await response.json());
    if (report.success && report.data.config.sync_always === true) continue;
    throw new NotDurable(`${address} does not say sync_interval: always; set it in the server's jetstream block`);
  }
}
