import { fnv1a32 } from "#contracts/shared/subjects.ts";

/** A node as its peers see it. */
export interface NodeInfo {
  readonly id: string;
  readonly roles: readonly string[];
  readonly state: "active" | "draining";
}

/** FNV alone spreads short, similar ids badly; this finaliser (murmur3's fmix32) makes every bit count. */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Nodes for an aggregate, best first, by rendezvous hashing (Thaler and Ravishankar 1998): every sender that sees
 * the same nodes ranks them alike, and a node that comes or goes moves only its own share.
 */
export function rank(nodes: readonly NodeInfo[], id: string): NodeInfo[] {
  const scored = nodes.map((node) => ({ node, score: mix(fnv1a32(`${node.id}/${id}`)) }));
  return scored.sort((a, b) => b.score - a.score || (a.node.id < b.node.id ? -1 : 1)).map(({ node }) => node);
}
