import { hostsAmong, type NodeInfo, Ranking } from "#actors/client.ts";
import { NodeLease } from "#contracts/cluster/lease.ts";
import { apiClient, expectOk } from "#dev/client/api.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { stopWhenInterrupted } from "../interrupted.ts";
import { type Aim, atMost, type Row, rounded } from "../result.ts";
import { commandCost, warmUp } from "./command-cost.ts";
import { costColumns, row } from "./row.ts";
import { adminToken, openSite, type Site } from "./site.ts";

const keys = Array.from({ length: 50_000 }, (_, i) => `ord_key${i}`);
/** Of what a perfectly even ranking would move, so much more may be moved. */
const unevennessMax = 0.02;

/** The active nodes as each of them sees them, once they agree that there are so many. */
async function agreedNodes(site: Site, token: string): Promise<NodeInfo[]> {
  const seenBy = async (url: string) => {
    const { items } = expectOk(await apiClient(url, token).get("/ops/v1/nodes"));
    return hostsAmong(NodeLease.array().parse(items)).filter(({ state }) => state === "active");
  };
  const views = async () => {
    const all = await Promise.all(site.nodes.map(({ url }) => seenBy(url)));
    return all.every(({ length }) => length === site.nodes.length) && all[0];
  };
  return eventually(views, { deadlineMs: 30_000, what: "nodes that agree who there is" });
}

const firstsOf = (nodes: readonly NodeInfo[]): (string | undefined)[] => {
  const ranking = new Ranking(nodes);
  return keys.map((key) => ranking.first(key)?.id);
};

/** The share of keys that another node ranks first for. */
function movedShare(before: readonly NodeInfo[], after: readonly NodeInfo[]): number {
  const [old, now] = [firstsOf(before), firstsOf(after)];
  return old.filter((first, i) => first !== now[i]).length / keys.length;
}

interface Step {
  readonly what: string;
  readonly moved: number;
  /** 1/n, of the larger of the two numbers of nodes. */
  readonly fair: number;
}

const stepRow = ({ what, moved, fair }: Step): Row => row(what, { "keys moved": rounded(moved), "1/n": rounded(fair) });

/** What a node more or less moves, and what each command costs on one, two and four nodes. */
export async function scaleOfNodes(): Promise<{ rows: Row[]; aims: Aim[] }> {
  const site = await openSite(1);
  const finished = stopWhenInterrupted(site.stop);
  const rows: Row[] = [];
  const steps: Step[] = [];
  const costs: number[] = [];
  try {
    await site.addNode();
    const token = await adminToken(site);
    let nodes = await agreedNodes(site, token);
    const measure = async () => {
      await warmUp(site);
      const cost = await commandCost(site);
      costs.push(cost.nodesUs);
      rows.push(row(`nodes: ${site.nodes.length}`, costColumns(cost)));
    };
    const step = async (what: string, change: () => Promise<unknown>) => {
      await change();
      const now = await agreedNodes(site, token);
      const fair = 1 / Math.max(now.length, nodes.length);
      const taken: Step = { what, moved: movedShare(nodes, now), fair };
      nodes = now;
      steps.push(taken);
      rows.push(stepRow(taken));
    };
    await measure();
    await step("a second joins", site.addNode);
    await measure();
    await step("a third joins", site.addNode);
    await step("a fourth joins", site.addNode);
    await measure();
    await step("the fourth leaves", site.removeNode);
    await step("the third leaves", site.removeNode);
  } finally {
    await site.stop();
    finished();
  }
  const excess = Math.max(...steps.map(({ moved, fair }) => moved - fair));
  const [one = Number.NaN, two = Number.NaN, four = Number.NaN] = costs;
  return {
    rows,
    aims: [
      atMost("keys moved above 1/n, by any join or leave", excess, unevennessMax),
      atMost("node CPU per command on two nodes, over one", two / one, 1.1),
      atMost("node CPU per command on four nodes, over two", four / two, 1.1),
    ],
  };
}
