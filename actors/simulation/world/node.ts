import { renewMs } from "../../nats/cluster/lease-view.ts";
import { ActorHost, type Send } from "../../runtime/activation/host.ts";
import { groupCommit } from "../../runtime/log/group-commit.ts";
import { evictor } from "../../runtime/placement/eviction.ts";
import type { NodeInfo } from "../../runtime/placement/placement.ts";
import { router } from "../../runtime/placement/router.ts";
import { Life } from "../kernel/life.ts";
import { findAggregate, mayCreate } from "../load/aggregates.ts";
import { startProcesses } from "../processes/followers.ts";
import { logClient } from "./log-client.ts";
import { leaseOf, membership } from "./membership.ts";
import { nodeClient } from "./node-client.ts";
import { snapshotClient } from "./snapshot-client.ts";
import type { World } from "./world.ts";

/** A running node: everything in it is lost when its life ends. */
export interface Node {
  readonly info: NodeInfo;
  readonly life: Life;
  /** What its actors answer. */
  readonly answer: Send;
  /** As its gateway sends: to whichever node ranks first in its view. */
  readonly send: Send;
  readonly saw: (node: NodeInfo) => void;
}

/** Idle aggregates kept in memory: few where forgetting is the fault. */
const idleMax = { usual: 500, forgetting: 5 };

interface Parts {
  readonly life: Life;
  readonly pause: (ms: number) => Promise<void>;
  readonly nodes: () => readonly NodeInfo[];
}

/** The shipped parts that hold actors, on a log behind the network. */
function openHost(world: World, { life, pause, nodes }: Parts): ActorHost {
  const { kernel, network, plan, plants, streamOf, logs } = world;
  const now = () => kernel.wallClock(life);
  const isDamaged = () => network.faults.strikes("damaged-reads");
  const mayBeBorn = (id: string) => mayCreate(id, now());
  const direct = logClient({ life, network, streamOf, servers: logs, mayCreate: mayBeBorn, isDamaged });
  const log = groupCommit(plants.batchLog(direct, life), { nodes: () => nodes().length, pause });
  return new ActorHost(findAggregate, {
    log: plants.log(log, life),
    isFull: log.isFull,
    idleMax: plan.kinds.has("forgetting") ? idleMax.forgetting : idleMax.usual,
    pause,
    now,
    report: (error) => world.report(`${life.name}: ${error}`, error),
    snapshots: { store: snapshotClient(world, life), release: "simulated" },
  });
}

/** Starts a node of the shipped parts, on a clock, a network and a log that are not real. */
export function startNode(world: World, index: number, start: number): Node {
  const { kernel, plan } = world;
  const info = leaseOf(`n${index}`, start);
  const life = new Life(info.id, plan.skewsMs[index]);
  const pause = (ms: number) => kernel.sleep(ms, life, `${life.name} goes on`);
  const view = membership({ kernel, self: info, life, announce: (node) => world.announce(life, node) });
  const nodes = () => world.seenBy(index, view.nodes());
  const host = openHost(world, { life, pause, nodes });
  const answer = world.watched(host.send, life);
  const local = { id: info.id, send: answer };
  const send = router({ local, nodes, ...nodeClient(world, life), now: () => kernel.wallClock(life), pause });
  const evict = evictor({ self: info.id, host, nodes, pause });
  const evictForEver = () => {
    void evict();
    kernel.after(renewMs, life, `${life.name} looks what has moved`, evictForEver);
  };
  evictForEver();
  if (plan.hasProcesses) startProcesses(world, { id: info.id, life, nodes, send });
  return { info, life, answer, send, saw: (node) => view.saw(node) };
}
