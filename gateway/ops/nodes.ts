import { Elysia } from "elysia";
import { hostsAmong, type NodeInfo, Ranking } from "#actors/client.ts";
import { NodesAnswer } from "#contracts/api/admin.ts";
import { type Authenticate, only } from "../plugins/auth.ts";

/** Keys asked after to tell shares: enough for a per cent or two of precision. */
const sampleKeys = Array.from({ length: 2_000 }, (_, i) => `ord_sample${i}`);

/** The nodes, and which share of all orders each ranks first for; 0 for nodes that are given none. */
function withShares(nodes: readonly NodeInfo[]) {
  const ranking = new Ranking(hostsAmong(nodes));
  const firsts = new Map<string, number>();
  for (const key of sampleKeys) {
    const first = ranking.first(key)?.id;
    if (first !== undefined) firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  const shareOf = (id: string) => (firsts.get(id) ?? 0) / sampleKeys.length;
  return nodes
    .map(({ id, roles, state, capacity, release, load }) => ({
      ...{ id, roles, state, capacity, release, load },
      share: shareOf(id),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The cluster as this node sees it. */
export const nodeRoutes = (authenticate: Authenticate, nodes: () => readonly NodeInfo[]) =>
  new Elysia({ prefix: "/ops/v1" }).use(only(authenticate)).get("/nodes", () => ({ items: withShares(nodes()) }), {
    response: { 200: NodesAnswer },
    detail: { summary: "The nodes whose leases are alive, and their shares of the orders", tags: ["Operations"] },
  });
