import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signIn } from "#dev/client/people.ts";
import { type Nats, startNats } from "#dev/stack/nats.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";

/** Nodes that accept orders on a nats-server of their own, whose processes can be weighed. */
export interface Site {
  readonly nats: Nats;
  readonly prefix: string;
  readonly streamCount: number;
  readonly dir: string;
  readonly nodes: readonly TestNode[];
  readonly addNode: () => Promise<TestNode>;
  /** The node that was added last leaves as it should. */
  readonly removeNode: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Pricing and projections are other nodes' work here: what is measured is orders and their log. */
const roles = "gateway,orders";

export async function openSite(streamCount: number): Promise<Site> {
  const dir = mkdtempSync(join(tmpdir(), "bezel-scale-"));
  const nats = await startNats({ dir });
  const prefix = freshPrefix();
  const nodes: TestNode[] = [];
  const env = {
    NATS_URL: nats.url,
    NATS_MONITOR_URL: nats.monitorUrl,
    BEZEL_LOG_STREAMS: String(streamCount),
    LOG_LEVEL: "warn",
  };
  const removeNode = async () => nodes.pop()?.stop();
  return {
    ...{ nats, prefix, streamCount, dir, nodes, removeNode },
    addNode: async () => {
      const node = await startNode({ prefix, roles, number: nodes.length + 1, env });
      nodes.push(node);
      return node;
    },
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
      await nats.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const signInOf = ({ nodes }: Site, who: string) => {
  const found = nodes[0]?.signIns.find((candidate) => candidate.who === who);
  if (!found) throw new Error(`set-up made no ${who}`);
  return found;
};

/** The account that orders, and its key. */
export const partnerOf = (site: Site) => signInOf(site, "Demo partner");

export const adminToken = (site: Site): Promise<string> =>
  signIn(site.nodes[0]?.url ?? "", signInOf(site, "Demo administrator"));
