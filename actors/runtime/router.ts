import type { ActorMessage, Reply, Unavailable } from "#contracts/command/message.ts";
import type { Send } from "./host.ts";
import { type NodeInfo, rank } from "./placement.ts";

/** Nobody listens on the node's address: it is gone, and the next in rank may be asked at once. */
export class NoNode extends Error {
  override readonly name = "NoNode";
}

export interface RouterDeps {
  /** This node, when it hosts actors itself: asking it is a plain call. */
  readonly local?: { readonly id: string; readonly send: Send } | undefined;
  readonly nodes: () => readonly NodeInfo[];
  /** Asks another node; throws NoNode when nobody listens, anything else when no answer came in time. */
  readonly request: (nodeId: string, message: ActorMessage, timeoutMs: number) => Promise<Reply>;
  readonly now: () => number;
}

const unavailable = (reason: Unavailable["reason"]): Unavailable => ({ kind: "unavailable", reason });

/** The answer, or `no-answer` when the deadline passes first; the work itself goes on. */
async function within(reply: Promise<Reply>, ms: number): Promise<Reply> {
  let timer: Timer | undefined;
  const late = new Promise<Reply>((resolve) => {
    timer = setTimeout(() => resolve(unavailable("no-answer")), ms);
  });
  return Promise.race([reply, late]).finally(() => clearTimeout(timer));
}

/**
 * Sends a message to the node that ranks first for the aggregate, and onwards when nobody listens there, under the
 * same command id and within the message's deadline. A slow answer is no reason to go elsewhere.
 */
export function router({ local, nodes, request, now }: RouterDeps): Send {
  return async (message) => {
    const hosts = nodes().filter(({ roles, state }) => roles.includes("orders") && state === "active");
    for (const { id } of rank(hosts, message.aggregate)) {
      const leftMs = message.deadline - now();
      if (leftMs <= 0) return unavailable("expired");
      try {
        const reply = id === local?.id ? local.send(message) : request(id, message, leftMs);
        return await within(reply, leftMs);
      } catch (error) {
        if (error instanceof NoNode) continue;
        return unavailable("no-answer");
      }
    }
    return unavailable("no-node");
  };
}
