import { connectNats } from "#actors/nats/connection.ts";
import { names } from "#contracts/shared/subjects.ts";
import type { BezelNode, BezelNodes } from "../cluster/bezel-nodes.ts";
import type { NatsCluster, NatsServer } from "../cluster/nats-cluster.ts";
import type { OwnLine, Victim } from "./fault.ts";

/** Whom a fault shall strike; who that is is looked up when it does. */
export type Role = "node 1" | "node 2" | "node 3" | "the log's leader" | "a follower" | "the other follower";
export const roles: readonly Role[] = [
  "node 1",
  "node 2",
  "node 3",
  "the log's leader",
  "a follower",
  "the other follower",
];

export interface Installation {
  readonly cluster: NatsCluster;
  readonly nodes: BezelNodes;
  readonly prefix: string;
  readonly streamCount: number;
}

/** The servers, the leader of the first log stream first. */
async function byRank({ cluster, prefix, streamCount }: Installation): Promise<NatsServer[]> {
  const nats = await connectNats({ servers: cluster.url, name: "bench" });
  try {
    const info = await nats.jsm.streams.info(names(prefix, streamCount).logStream(0));
    const leader = info.cluster?.leader;
    return cluster.servers.toSorted((a, b) => Number(b.name === leader) - Number(a.name === leader));
  } finally {
    await nats.close();
  }
}

const nodeVictim = (nodes: BezelNodes, node: BezelNode): Victim => ({
  name: node.name,
  pid: () => nodes.pidOf(node),
  restart: () => nodes.restart(node),
  lines: node.lines.map(({ line }) => ({ line, out: "up" })),
});

const serverVictim = ({ cluster, nodes }: Installation, role: Role, server: NatsServer): Victim => ({
  name: `${role} (${server.name})`,
  pid: () => server.child.pid,
  restart: async () => cluster.restart(server),
  lines: [
    ...cluster.routes.flatMap(({ from, to, line }): OwnLine[] => {
      if (from === server.name) return [{ line, out: "up" }];
      return to === server.name ? [{ line, out: "down" }] : [];
    }),
    ...nodes.nodes.flatMap(({ lines }) =>
      lines.filter(({ to }) => to === server.name).map(({ line }) => ({ line, out: "down" as const })),
    ),
  ],
});

/** The process that has the role now. */
export async function victimOf(installation: Installation, role: Role): Promise<Victim> {
  const index = roles.indexOf(role);
  const node = installation.nodes.nodes[index];
  if (node) return nodeVictim(installation.nodes, node);
  const server = (await byRank(installation))[index - installation.nodes.nodes.length];
  if (!server) throw new Error(`nobody is ${role}`);
  return serverVictim(installation, role, server);
}
