import type { ActorMessage, Reply } from "#contracts/command/message.ts";
import type { Send } from "../activation/host.ts";
import { hostRanking, type NodeInfo, type Ranking, understandsMore } from "./placement.ts";
import { type Outcome, unavailable, Waits, type WaitsDeps } from "./waits.ts";

export { NoNode } from "./waits.ts";

export interface RouterDeps extends WaitsDeps {
  /** This node, when it hosts actors itself: asking it is a plain call. */
  readonly local?: { readonly id: string; readonly send: Send } | undefined;
  /** Asks another node; throws NoNode when nobody listens, anything else when no answer came in time. */
  readonly request: (nodeId: string, message: ActorMessage, timeoutMs: number) => Promise<Reply>;
}

/** What came of asking until now. */
interface Asked {
  readonly nodes: NodeInfo[];
  /** The last node that could not read the aggregate's events. */
  cannotRead?: NodeInfo;
  /** Whether a node went while it had the message: then it may have been done, whatever the next ones say. */
  lost: boolean;
}

/** The best node not asked yet; after one that did not understand, only one that may. */
function next(ranking: Ranking, id: string, { nodes, cannotRead }: Asked): NodeInfo | undefined {
  if (nodes.length === 0) return ranking.first(id);
  const isNew = (node: NodeInfo) => !nodes.some((asked) => asked.id === node.id);
  return ranking.all(id).find((node) => isNew(node) && (!cannotRead || understandsMore(node, cannotRead, id)));
}

/** The answer for the sender, or undefined when the next node is to be asked. */
function conclude(outcome: Outcome, node: NodeInfo, asked: Asked): Reply | undefined {
  if (outcome === "nobody") return undefined;
  if (outcome === "lost") {
    asked.lost = true;
    return undefined;
  }
  if (outcome.kind !== "unavailable") return outcome;
  if (outcome.reason !== "unreadable") return asked.lost ? unavailable("no-answer") : outcome;
  asked.cannotRead = node;
  return undefined;
}

/**
 * Sends a message to the node that ranks first for the aggregate, and onwards when that one is gone, its lease has run
 * out or it cannot read the aggregate's events: under the same command id and within the message's deadline. A slow
 * answer is no reason to go elsewhere, nor is an explicit no.
 */
export function router(deps: RouterDeps): Send {
  const { local, nodes, request, now } = deps;
  const ranking = hostRanking(nodes);
  const waits = new Waits(deps);
  const ask = (id: string, message: ActorMessage): Promise<Outcome> =>
    id === local?.id
      ? waits.for(local.send(message), message.deadline)
      : waits.for(request(id, message, message.deadline - now()), message.deadline, id);
  return async (message) => {
    const asked: Asked = { nodes: [], lost: false };
    for (;;) {
      if (now() >= message.deadline) return unavailable(asked.lost ? "no-answer" : "expired");
      const node = next(ranking(), message.aggregate, asked);
      if (!node) return unavailable(reasonOf(asked));
      asked.nodes.push(node);
      const reply = conclude(await ask(node.id, message), node, asked);
      // A node that went may have the message still, and accept it: only at its deadline is a refusal final.
      if (reply?.kind === "refused" && asked.lost) return waits.untilDeadline(message.deadline);
      if (reply) return reply;
    }
  };
}

/** Why nobody is left to ask. */
function reasonOf({ lost, cannotRead }: Asked) {
  if (lost) return "no-answer";
  return cannotRead ? "unreadable" : "no-node";
}
