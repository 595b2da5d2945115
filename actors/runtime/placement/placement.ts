import type { NodeLease } from "#contracts/cluster/lease.ts";
import { fnv1a32 } from "#contracts/shared/subjects.ts";

/** A node as its peers see it. */
export type NodeInfo = Readonly<NodeLease>;

/** FNV alone spreads short, similar ids badly; this finaliser (murmur3's fmix32) makes every bit count. */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const hashOf = (text: string): number => mix(fnv1a32(text));

interface Candidate {
  readonly node: NodeInfo;
  readonly seed: number;
}

/**
 * The logarithm method (Schindelhauer and Schomaker 2005): with u uniform in (0, 1), the chance that -w / ln(u) is the
 * highest of all nodes is w / sum of w, and no node's score depends on any other node.
 */
function score({ node, seed }: Candidate, key: number): number {
  const u = (mix(key ^ seed) + 0.5) / 2 ** 32;
  return -node.capacity / Math.log(u);
}

interface Scored {
  readonly node: NodeInfo;
  readonly score: number;
}

const before = (a: Scored, b: Scored): boolean => a.score > b.score || (a.score === b.score && a.node.id < b.node.id);

/**
 * Ranks a set of nodes for aggregates by weighted rendezvous hashing: every sender that sees the same nodes ranks them
 * alike, and a node that comes or goes moves only its own share.
 */
export class Ranking {
  readonly #candidates: readonly Candidate[];

  constructor(nodes: readonly NodeInfo[]) {
    this.#candidates = nodes.map((node) => ({ node, seed: hashOf(node.id) }));
  }

  /** The best node; every message asks for it, so nothing is sorted. */
  first(id: string): NodeInfo | undefined {
    const key = hashOf(id);
    let best: Scored | undefined;
    for (const candidate of this.#candidates) {
      const scored = { node: candidate.node, score: score(candidate, key) };
      if (!best || before(scored, best)) best = scored;
    }
    return best?.node;
  }

  /** All nodes, best first. */
  all(id: string): NodeInfo[] {
    const key = hashOf(id);
    const scored = this.#candidates.map((candidate) => ({ node: candidate.node, score: score(candidate, key) }));
    return scored.sort((a, b) => (before(a, b) ? -1 : 1)).map(({ node }) => node);
  }
}

/** Nodes for a key, best first. */
export const rank = (nodes: readonly NodeInfo[], id: string): NodeInfo[] => new Ranking(nodes).all(id);

/**
 * Who may be asked for aggregates: active hosts. Only where there is none, those that are about to leave: they still
 * answer until they are gone.
 */
export function hostsAmong(nodes: readonly NodeInfo[]): NodeInfo[] {
  const hosts = nodes.filter(({ roles }) => roles.includes("orders"));
  const active = hosts.filter(({ state }) => state === "active");
  return active.length > 0 ? active : hosts.filter(({ state }) => state === "draining");
}

/** The ranking of the hosts there are now, made anew only when `nodes` gives another array. */
export function hostRanking(nodes: () => readonly NodeInfo[]): () => Ranking {
  let seen: readonly NodeInfo[] | undefined;
  let ranking = new Ranking([]);
  return () => {
    const now = nodes();
    if (now !== seen) ranking = new Ranking(hostsAmong(now));
    seen = now;
    return ranking;
  };
}

/**
 * Whether a node may understand what the other did not: it is of another release, or can fold an event of this kind
 * of aggregate that the other cannot.
 */
export function understandsMore(node: NodeInfo, than: NodeInfo, id: string): boolean {
  if (node.release !== than.release) return true;
  const kind = id.slice(0, id.indexOf("_") + 1).replace("_", "/");
  return node.reads.some((event) => event.startsWith(kind) && !than.reads.includes(event));
}
