import { leaseMs } from "#actors/nats/cluster/lease-view.ts";
import type { Cluster } from "./cluster.ts";
import type { Fault } from "./round.ts";

/** After a fault the clients are watched for this long, ms. */
const watchedMs = 1_500;

/** A stopped process is continued after this long: others have taken over and written by then, ms. */
const pausedMs = leaseMs + 1_500;

export interface Scenario {
  readonly name: string;
  readonly rounds: number;
  readonly fault: (cluster: Cluster) => Fault;
}

const signal = (cluster: Cluster, name: NodeJS.Signals) => process.kill(cluster.victim().pid, name);

/** What may happen to the node that hosts the orders. */
export const scenarios: readonly Scenario[] = [
  { name: "nothing", rounds: 4, fault: () => () => Bun.sleep(watchedMs) },
  {
    name: "killed (SIGKILL)",
    rounds: 6,
    fault: (cluster) => async () => {
      await cluster.victim().kill();
      await Bun.sleep(watchedMs);
    },
  },
  {
    name: "drained (SIGTERM)",
    rounds: 6,
    fault: (cluster) => async () => {
      await cluster.victim().stop();
      await Bun.sleep(watchedMs);
    },
  },
  {
    name: "paused (SIGSTOP)",
    rounds: 4,
    fault: (cluster) => async () => {
      signal(cluster, "SIGSTOP");
      await Bun.sleep(pausedMs);
      signal(cluster, "SIGCONT");
      await Bun.sleep(watchedMs);
    },
  },
  {
    name: "restarted",
    rounds: 4,
    fault: (cluster) => async () => {
      await cluster.restartVictim();
      await Bun.sleep(watchedMs);
    },
  },
];
