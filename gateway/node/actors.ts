import { findAggregate, readableEvents } from "#actors/aggregates.ts";
import { renewMs } from "#actors/nats/cluster/lease-view.ts";
import { joinCluster, type Membership } from "#actors/nats/cluster/membership.ts";
import { actorClient, serveActors } from "#actors/nats/cluster/transport.ts";
import { natsSnapshotStore } from "#actors/nats/snapshot-store.ts";
import { probeWrite } from "#actors/nats/topology.ts";
import { ActorHost } from "#actors/runtime/activation/host.ts";
import type { GroupCommit } from "#actors/runtime/log/group-commit.ts";
import { evictor } from "#actors/runtime/placement/eviction.ts";
import type { NodeInfo } from "#actors/runtime/placement/placement.ts";
import { router } from "#actors/runtime/placement/router.ts";
import { type NodeLoad, noLoad } from "#contracts/cluster/lease.ts";
import type { Log } from "../telemetry/log.ts";
import type { NodeConfig } from "./config.ts";
import type { Servers } from "./servers.ts";

/** Between looks at whether the log answers, or work is finished, ms. */
const lookEveryMs = 10;
const now = Date.now;
const pause = Bun.sleep;

/** This node as its lease first says it. */
const leaseOf = (config: NodeConfig): NodeInfo => ({
  id: config.BEZEL_NODE_ID,
  incarnation: crypto.randomUUID(),
  roles: config.BEZEL_ROLES,
  state: "joining",
  capacity: config.BEZEL_CAPACITY,
  release: config.BEZEL_RELEASE,
  reads: [...readableEvents],
  load: noLoad,
});

function openHost(config: NodeConfig, { nats, names }: Servers, log: GroupCommit, report: (error: unknown) => void) {
  if (!config.BEZEL_ROLES.includes("orders")) return undefined;
  const snapshots = { store: natsSnapshotStore(nats, names), release: config.BEZEL_RELEASE };
  return new ActorHost(findAggregate, { log, isFull: log.isFull, pause, now, report, snapshots });
}

function join(
  config: NodeConfig,
  servers: Servers,
  load: () => Omit<NodeLoad, "loopDelayMs">,
  log: Log,
): Promise<Membership> {
  return joinCluster(servers.nats, servers.names, leaseOf(config), {
    replicas: config.BEZEL_LOG_REPLICAS,
    now: () => performance.now(),
    load,
    report: (error) => log.warn({ err: error }, "this node's lease"),
  });
}

/** Waits until the log takes a write: a node that cannot reach it is given no work. */
async function untilLogAnswers({ nats, names }: Servers, log: Log): Promise<void> {
  for (;;) {
    try {
      return await probeWrite(nats, names);
    } catch (error) {
      log.warn({ err: error }, "the log does not answer yet");
      await pause(lookEveryMs);
    }
  }
}

/** Forgets what has moved to other nodes, for as long as this one runs. */
async function evictForEver(evict: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(renewMs);
    await evict();
  }
}

/** This node's part of the actors: a host when it has the role, and the way to every other node's. */
export async function startActors(config: NodeConfig, servers: Servers, log: Log) {
  const { nats, names } = servers;
  const id = config.BEZEL_NODE_ID;
  const leaving = new AbortController();
  let nodes: () => readonly NodeInfo[] = () => [];
  const appends = servers.groupCommit(() => nodes().length);
  const report = (error: unknown) => log.error({ err: error }, "an aggregate could not do its work");
  const host = openHost(config, servers, appends, report);
  const load = () => ({ residents: host?.residents ?? 0, busy: host?.busy ?? 0, waitingAppends: appends.waiting() });
  const members = await join(config, servers, load, log);
  nodes = members.nodes;
  const serving = host && serveActors(nats, names, id, findAggregate, host.send);
  if (host) void evictForEver(evictor({ self: id, host, nodes, pause }), leaving.signal);
  const local = host && { id, send: host.send };
  const send = router({ local, nodes, ...actorClient(nats, names), now, pause });
  let isLeaving = false;
  await untilLogAnswers(servers, log);
  await members.become("active");
  return {
    send,
    residents: () => host?.residents ?? 0,
    nodes,
    isLeaving: () => isLeaving,
    /** From here on the others go past this node; what still comes is answered. */
    drain: (): Promise<void> => {
      isLeaving = true;
      return members.become("draining");
    },
    /** Finishes what is in hand, and is gone. */
    stop: async () => {
      await serving?.stop();
      while (host && host.busy > 0) await pause(lookEveryMs);
      leaving.abort();
      await members.leave();
      // Last, so that whoever still waits for an answer finds the node there.
      serving?.close();
    },
  };
}
export type Actors = Awaited<ReturnType<typeof startActors>>;
