import { setTimeout as sleep } from "node:timers/promises";
import type { JsMsg } from "@nats-io/jetstream";
import { type AttemptDeps, settleOne } from "../../runtime/processes/attempts.ts";
import type { Follower, Progress } from "../../runtime/processes/delivery.ts";
import { InOrder } from "../../runtime/processes/in-order.ts";
import { whileLeading } from "../../runtime/processes/leading.ts";
import type { Nats } from "../connection.ts";
import { keepUp } from "../sessions.ts";
import { deliveryOf, inFlightMax, openPlace, type Place, stillWorkingEveryMs } from "./session.ts";

export interface FollowDeps extends Pick<AttemptDeps, "letters" | "report"> {
  /** Whether this node is the one to follow here, as it sees the others now. */
  readonly isMine: () => boolean;
}

/** Waits, at most until `signal` aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => {});

/** Keeps the server from giving what is in hand to others. */
function holding() {
  const held = new Set<JsMsg>();
  const say = setInterval(() => {
    for (const message of held) message.working();
  }, stillWorkingEveryMs);
  return { held, release: () => clearInterval(say) };
}

/** One session: from taking the place over to losing it; ends when nothing is in hand any more. */
async function session(nats: Nats, place: Place, follower: Follower, deps: AttemptDeps, signal: AbortSignal) {
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const inOrder = new InOrder(inFlightMax);
  const { held, release } = holding();
  const { messages, progress, close } = await openPlace(nats, place, signal);
  const deal = async (message: JsMsg, progress: () => Progress) => {
    const ending = await settleOne(follower, deliveryOf(place, message), progress, deps, ended);
    if (ending !== "left") message.ack();
    held.delete(message);
  };
  try {
    for await (const message of messages) {
      held.add(message);
      await inOrder.add(deliveryOf(place, message).aggregate, () => deal(message, progress));
    }
  } finally {
    // What waits for its next try is left to the next session, which gets it again in its order.
    over.abort();
    await inOrder.idle();
    close();
    release();
  }
}

/**
 * Has a follower deal with a stream's messages, those of one aggregate one after the other, from where its durable
 * place stands. Of all nodes one at a time does this; another takes over when that one is gone. Gives a function that
 * stops it and waits for what is in hand.
 */
export function follow(nats: Nats, place: Place, follower: Follower, deps: FollowDeps): () => Promise<void> {
  const leaving = new AbortController();
  const attempts = { ...deps, pause, now: Date.now };
  const report = (error: unknown) => deps.report(error, false);
  const lead = (signal: AbortSignal) =>
    keepUp({ nats, signal, report }, (session_) => session(nats, place, follower, attempts, session_));
  const running = whileLeading({ isMine: deps.isMine, pause, signal: leaving.signal }, lead);
  return async () => {
    leaving.abort();
    await running;
  };
}
