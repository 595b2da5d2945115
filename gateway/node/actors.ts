import { findAggregate } from "#actors/aggregates.ts";
import { joinCluster } from "#actors/nats/membership.ts";
import { natsSnapshotStore } from "#actors/nats/snapshot-store.ts";
import { actorClient, serveActors } from "#actors/nats/transport.ts";
import { ActorHost } from "#actors/runtime/host.ts";
import { router } from "#actors/runtime/router.ts";
import type { Log } from "../telemetry/log.ts";
import type { NodeConfig } from "./config.ts";
import type { Servers } from "./servers.ts";

/** This node's part of the actors: a host when it has the role, and the way to every other node's. */
export async function startActors(config: NodeConfig, { nats, names, log: eventLog }: Servers, log: Log) {
  const now = Date.now;
  const id = config.BEZEL_NODE_ID;
  const report = (error: unknown) => log.error({ err: error }, "an aggregate could not do its work");
  const snapshots = { store: natsSnapshotStore(nats, names), release: config.BEZEL_RELEASE };
  const hostDeps = { log: eventLog, waiting: eventLog.waiting, pause: Bun.sleep, now, report, snapshots };
  const host = config.BEZEL_ROLES.includes("orders") ? new ActorHost(findAggregate, hostDeps) : undefined;
  const stopServing = host && serveActors(nats, names, id, findAggregate, host.send);
  const self = { id, roles: config.BEZEL_ROLES, state: "active" } as const;
  const members = await joinCluster(nats, names, self, {
    replicas: config.BEZEL_LOG_REPLICAS,
    now: () => performance.now(),
    report: (error) => log.warn({ err: error }, "this node could not be announced to the others"),
  });
  const local = host && { id, send: host.send };
  const send = router({ local, nodes: members.nodes, request: actorClient(nats, names), now });
  return {
    send,
    residents: () => host?.residents ?? 0,
    nodes: members.nodes,
    /** Lets the others know first, then finishes what is in hand. */
    stop: async () => {
      await members.drain().catch(() => {});
      await stopServing?.();
      while (host && host.busy > 0) await Bun.sleep(10);
      await members.leave();
    },
  };
}
export type Actors = Awaited<ReturnType<typeof startActors>>;
