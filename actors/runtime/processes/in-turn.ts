import { type AttemptDeps, settleOne } from "./attempts.ts";
import type { Delivery, Follower, Progress } from "./delivery.ts";
import { InOrder } from "./in-order.ts";

/** A message that was delivered, and how its stream's server is told that nobody needs it again. */
export interface Held {
  readonly delivery: Delivery;
  readonly ack: () => void;
  /** It is in hand no more, acknowledged or not. */
  readonly release?: () => void;
}

export interface InTurnDeps extends AttemptDeps {
  readonly follower: Follower;
  readonly progress: () => Progress;
  /** Messages in hand at once, of all aggregates together. */
  readonly inHandMax: number;
}

/**
 * Has a follower deal with messages as they come, those of one aggregate one after the other. A message is
 * acknowledged when it has been dealt with or parked, never sooner. Ends with the messages, when nothing is in hand.
 */
export async function dealInTurn(messages: AsyncIterable<Held>, deps: InTurnDeps, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const inOrder = new InOrder(deps.inHandMax);
  const deal = async ({ delivery, ack, release }: Held) => {
    const ending = await settleOne(deps.follower, delivery, deps.progress, deps, ended);
    if (ending !== "left") ack();
    release?.();
  };
  try {
    for await (const message of messages) await inOrder.add(message.delivery.aggregate, () => deal(message));
  } finally {
    // What waits for its next try is left to the next session, which gets it again in its order.
    over.abort();
    await inOrder.idle();
  }
}
