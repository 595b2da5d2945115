import type { Reply, Unavailable } from "#contracts/command/message.ts";
import type { Pause } from "../log/append.ts";
import type { NodeInfo } from "./placement.ts";

/** Nobody listens on the node's address: it is gone, and the next in rank may be asked at once. */
export class NoNode extends Error {
  override readonly name = "NoNode";
}

/** How often all who wait are looked at, ms: one timer for all of them, and none while nobody waits. */
const lookEveryMs = 25;
/** An answer that takes longer than this makes us ask whether the node is still there, ms. */
const probeAfterMs = 50;
/**
 * How long a node is given for a sign of life, ms. Short, because it is asked again: a question that reached a process
 * in the moment it died is answered by nobody, and only the next one finds nobody there.
 */
export const probeWithinMs = 60;

/** `nobody`: it was not delivered. `lost`: it was, and then its node went; it may have been done or not. */
export type Outcome = Reply | "nobody" | "lost";

export interface WaitsDeps {
  readonly nodes: () => readonly NodeInfo[];
  /** Asks a node for a sign of life: resolves when it gave one, throws NoNode when nobody listens there. */
  readonly probe: (nodeId: string) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly pause: Pause;
}

interface Wait {
  /** Undefined when this very node is to answer. */
  readonly nodeId: string | undefined;
  readonly since: number;
  readonly deadline: number;
  readonly settle: (outcome: Outcome) => void;
}

export const unavailable = (reason: Unavailable["reason"]): Unavailable => ({ kind: "unavailable", reason });

/**
 * The answers this node waits for. A wait ends with the answer or at its deadline; on another node also when that
 * node is found gone by a probe, or when its lease has run out: a paused node answers no probe and is not gone.
 */
export class Waits {
  readonly #open = new Set<Wait>();
  readonly #probing = new Set<string>();
  #looking = false;

  constructor(readonly deps: WaitsDeps) {}

  /** The answer of a node, which is this one when `nodeId` is undefined. Never throws. */
  for(reply: Promise<Reply>, deadline: number, nodeId?: string): Promise<Outcome> {
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        this.#open.delete(wait);
        resolve(outcome);
      };
      const wait: Wait = { nodeId, since: this.deps.now(), deadline, settle };
      this.#open.add(wait);
      reply.then(settle, (error: unknown) => settle(error instanceof NoNode ? "nobody" : unavailable("no-answer")));
      if (!this.#looking) void this.#look();
    });
  }

  /** No answer, but not before the deadline. */
  async untilDeadline(deadline: number): Promise<Unavailable> {
    await this.for(new Promise(() => {}), deadline);
    return unavailable("no-answer");
  }

  async #look(): Promise<void> {
    this.#looking = true;
    while (this.#open.size > 0) {
      await this.deps.pause(lookEveryMs);
      for (const nodeId of this.#sweep()) if (!this.#probing.has(nodeId)) void this.#probe(nodeId);
    }
    this.#looking = false;
  }

  /** Ends what has come to its end; gives the nodes that have kept somebody waiting. */
  #sweep(): Set<string> {
    const now = this.deps.now();
    const alive = new Set(this.deps.nodes().map(({ id }) => id));
    const slow = new Set<string>();
    for (const { nodeId, since, deadline, settle } of this.#open) {
      if (now >= deadline) settle(unavailable("no-answer"));
      else if (nodeId === undefined) continue;
      else if (!alive.has(nodeId)) settle("lost");
      else if (now - since >= probeAfterMs) slow.add(nodeId);
    }
    return slow;
  }

  async #probe(nodeId: string): Promise<void> {
    const asked = this.deps.now();
    this.#probing.add(nodeId);
    try {
      await this.deps.probe(nodeId);
    } catch (error) {
      // Any other failure tells nothing about the node.
      if (error instanceof NoNode) this.#lose(nodeId, asked);
    } finally {
      this.#probing.delete(nodeId);
    }
  }

  /** What was sent to a node before it was found gone is answered by nobody. */
  #lose(nodeId: string, asked: number): void {
    for (const wait of this.#open) if (wait.nodeId === nodeId && wait.since <= asked) wait.settle("lost");
  }
}
