import { heapStats } from "bun:jsc";
import { findAggregate } from "#actors/aggregates.ts";
import { connectNats } from "#actors/nats/connection.ts";
import { natsEventLog } from "#actors/nats/log/event-log.ts";
import { ActorHost } from "#actors/runtime/activation/host.ts";
import { names } from "#contracts/shared/subjects.ts";
import { storedOrderId } from "./stored-orders.ts";

/** Which stored orders to hold in memory; given as JSON on the command line. */
export interface ResidentsPlan {
  readonly natsUrl: string;
  readonly prefix: string;
  readonly streamCount: number;
  readonly at: string;
  /** Activated first and not counted: caches, compiled code, the connection. */
  readonly before: number;
  readonly counted: number;
}
export interface ResidentsResult {
  readonly heapBytesEach: number;
  readonly rssBytesEach: number;
}

const atOnce = 64;
const readWithinMs = 10_000;

function memory() {
  for (let i = 0; i < 3; i++) Bun.gc(true);
  return { heap: heapStats().heapSize, rss: process.memoryUsage.rss() };
}

/** Activates stored orders in the shipped host, and weighs what each leaves in memory. */
async function weigh({ natsUrl, prefix, streamCount, at, before, counted }: ResidentsPlan): Promise<ResidentsResult> {
  const nats = await connectNats({ servers: natsUrl, name: "residents" });
  const log = natsEventLog(nats, names(prefix, streamCount), () => true);
  const host = new ActorHost(findAggregate, {
    log,
    isFull: () => false,
    pause: Bun.sleep,
    now: Date.now,
    report: console.error,
  });
  let next = 0;
  const activate = async (until: number) => {
    while (next < until) {
      const aggregate = storedOrderId(next++, at);
      const reply = await host.send({ kind: "read", aggregate, deadline: Date.now() + readWithinMs });
      if (reply.kind !== "state" || reply.version === 0) throw new Error(`${aggregate}: ${JSON.stringify(reply)}`);
    }
  };
  const activateAll = (until: number) => Promise.all(Array.from({ length: atOnce }, () => activate(until)));
  await activateAll(before);
  const [first, residents] = [memory(), host.residents];
  await activateAll(before + counted);
  const [last, grown] = [memory(), host.residents - residents];
  await nats.close();
  return { heapBytesEach: (last.heap - first.heap) / grown, rssBytesEach: (last.rss - first.rss) / grown };
}

if (import.meta.main) {
  console.log(JSON.stringify(await weigh(JSON.parse(process.argv[2] ?? "{}") as ResidentsPlan)));
  process.exit(0);
}
