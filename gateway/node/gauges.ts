import type { Meter } from "@opentelemetry/api";
import { countOrders } from "#db/crm/queries.ts";
import { observeGauges } from "../telemetry/metrics.ts";
import type { Actors } from "./actors.ts";
import type { Processes } from "./processes.ts";
import type { Servers } from "./servers.ts";
import type { Projections } from "./workers.ts";

interface Followers {
  readonly projections: Projections;
  readonly processes: Processes;
}

/** What is asked for at every scrape. */
export function observe(
  meter: Meter,
  { nats, names, pools }: Servers,
  actors: Actors,
  { projections: { projectors }, processes }: Followers,
  clients: () => number,
): void {
  const queue = async () => (await nats.jsm.streams.info(names.jobStream)).state;
  const labels = { queue: "pricing" };
  observeGauges(meter, {
    actorsResident: () => [{ value: actors.residents(), labels: {} }],
    sseClients: () => [{ value: clients(), labels: {} }],
    queueDepth: async () => [{ value: (await queue()).messages, labels }],
    queueOldestAge: async () => {
      const { messages, first_ts } = await queue();
      return [{ value: messages === 0 ? 0 : (Date.now() - Date.parse(String(first_ts))) / 1_000, labels }];
    },
    processBacklog: () => processes.backlog(),
    deadLetters: () => processes.parked(),
    projectionLag: async () =>
      Promise.all(
        [...projectors].map(async ([database, projector]) => ({
          value: await projector.lag(),
          labels: { database, stream: "all" },
        })),
      ),
    orders: async () =>
      (await countOrders(pools.crm)).map(({ status, channel, orders }) => ({
        value: orders,
        labels: { status, channel },
      })),
  });
}
