import { type NodeInfo, Ranking } from "#actors/runtime/placement/placement.ts";

/**
 * The node that is to do a piece of work that one does for all: the first in rank among the active ones with the role.
 * While two releases share the cluster it is one of those that read the most kinds of events, because the others
 * would stop at what they do not know. Undefined when nobody can do it.
 */
export function firstFor(nodes: readonly NodeInfo[], role: NodeInfo["roles"][number], key: string): string | undefined {
  const able = nodes.filter(({ roles, state }) => roles.includes(role) && state === "active");
  const most = Math.max(0, ...able.map(({ reads }) => reads.length));
  return new Ranking(able.filter(({ reads }) => reads.length === most)).first(key)?.id;
}
