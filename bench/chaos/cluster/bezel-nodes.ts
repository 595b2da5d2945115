import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { SignIn } from "#dev/cli/sign-ins.ts";
import { type Child, startChild } from "#dev/process/child.ts";
import { startNode as startNodeProcess } from "#dev/stack/node.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { Line } from "./line.ts";
import type { NatsCluster } from "./nats-cluster.ts";

export const nodeCount = 3;

/** One Bezel node with every role, and its lines to each nats-server. */
export interface BezelNode {
  readonly name: string;
  readonly number: number;
  readonly url: string;
  readonly lines: readonly { readonly to: string; readonly line: Line }[];
  readonly first: TestNode;
  /** After a crash: the process that took its place. */
  next?: Child;
}

export interface BezelNodes {
  readonly nodes: readonly BezelNode[];
  readonly signIns: readonly SignIn[];
  readonly pidOf: (node: BezelNode) => number;
  readonly restart: (node: BezelNode) => Promise<void>;
  readonly ready: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

export interface NodeSettings {
  readonly prefix: string;
  readonly streamCount: number;
  readonly dir: string;
}

const pidOf = ({ first, next }: BezelNode): number => next?.pid ?? first.pid;

async function startOne(cluster: NatsCluster, number: number, settings: NodeSettings): Promise<BezelNode> {
  const lines = await Promise.all(
    cluster.servers.map(async ({ name, clientPort }) => ({ to: name, line: await Line.open(clientPort) })),
  );
  const env = {
    NATS_URL: lines.map(({ line }) => `nats://127.0.0.1:${line.port}`).join(","),
    NATS_MONITOR_URL: cluster.servers.map(({ monitorUrl }) => monitorUrl).join(","),
    BEZEL_LOG_STREAMS: String(settings.streamCount),
    BEZEL_LOG_REPLICAS: String(cluster.servers.length),
    LOG_LEVEL: "warn",
  };
  const first = await startNode({ prefix: settings.prefix, number, env });
  return { name: `node-${number}`, number, url: first.url, lines, first };
}

/** Starts the nodes, each with lines of its own that can be cut. Postgres and the file store are the shared ones. */
export async function startBezelNodes(cluster: NatsCluster, settings: NodeSettings): Promise<BezelNodes> {
  const nodes: BezelNode[] = [];
  for (let number = 1; number <= nodeCount; number++) nodes.push(await startOne(cluster, number, settings));
  const logs = join(settings.dir, "logs");
  mkdirSync(logs, { recursive: true });
  return {
    nodes,
    signIns: nodes[0]?.first.signIns ?? [],
    pidOf,
    restart: async (node) => {
      const { port, env } = node.first;
      node.next = await startNodeProcess({ number: node.number, port, env: { ...env }, logs, start: startChild });
    },
    ready: async () => {
      const answers = await Promise.all(nodes.map(({ url }) => fetch(`${url}/readyz`).catch(() => undefined)));
      return answers.every((answer) => answer?.ok);
    },
    stop: async () => {
      await Promise.all(
        nodes.map(async ({ first, next }) => {
          await next?.stop();
          await first.stop(); // Removes what it left behind.
        }),
      );
      for (const { line } of nodes.flatMap(({ lines }) => lines)) line.close();
    },
  };
}
