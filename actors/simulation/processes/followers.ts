import type { Send } from "../../runtime/activation/host.ts";
import type { NodeInfo } from "../../runtime/placement/placement.ts";
import { Ranking } from "../../runtime/placement/placement.ts";
import type { Follower } from "../../runtime/processes/delivery.ts";
import { whileLeading } from "../../runtime/processes/leading.ts";
import { managerFollower } from "../../runtime/processes/manager-follower.ts";
import { TimerReconciler } from "../../runtime/processes/reconciler.ts";
import { timerFollower } from "../../runtime/processes/timer-follower.ts";
import { relay } from "../../testing/relay.ts";
import type { Life } from "../kernel/life.ts";
import type { World } from "../world/world.ts";
import { closing } from "./closing.ts";
import { follow } from "./follow.ts";
import { pauseIn, serverClient } from "./server-client.ts";

export interface ProcessNode {
  readonly id: string;
  readonly life: Life;
  readonly nodes: () => readonly NodeInfo[];
  readonly send: Send;
}

/** Between two looks whether all timers the log wants are there, ms. */
const reconcileEveryMs = 2_000;

/** A node's process managers and timers at work: the shipped ones, each on one node at a time as far as nodes agree. */
export function startProcesses(world: World, node: ProcessNode): void {
  const { kernel, logs, timers: timerServer } = world;
  const { life, send } = node;
  const now = () => kernel.wallClock(life);
  const { timers, letters, page } = serverClient(world, life);
  const deps = { send, now, record: () => {}, timers, handOver: async () => {} };
  const isMine = (key: string) => new Ranking(node.nodes()).first(key)?.id === node.id;
  const start = (follower: Follower, index: number) => {
    const isTimers = follower.name === "timers";
    const place = isTimers ? timerServer.place : world.placeIn(index, follower.name);
    const server = isTimers ? timerServer.life : logs[index]?.life;
    if (!server) return;
    const report = () => {}; // What cannot be dealt with is seen among the dead letters.
    const attempts = { letters, report, now, pause: pauseIn(kernel, life) };
    follow(world, { life, server, place, follower, attempts, isMine: () => isMine(`${follower.name}/${index}`) });
  };
  for (const manager of [relay, closing]) {
    for (const index of logs.keys()) start(managerFollower(manager, deps), index);
  }
  start(timerFollower(deps), 0);
  const pause = pauseIn(kernel, life);
  const { signal } = world.ended;
  void whileLeading({ isMine: () => isMine("reconcile"), pause, signal }, async (signal) => {
    const reconciler = new TimerReconciler({ managers: [closing], streamCount: logs.length, page, timers, now });
    while (!signal.aborted) {
      await reconciler.round(signal).catch(() => []);
      await pause(reconcileEveryMs, signal);
    }
  });
}
