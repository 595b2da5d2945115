import { setTimeout as sleep } from "node:timers/promises";
import type { JsMsg } from "@nats-io/jetstream";
import type { AttemptDeps } from "../../runtime/processes/attempts.ts";
import type { Follower } from "../../runtime/processes/delivery.ts";
import { dealInTurn, type Held } from "../../runtime/processes/in-turn.ts";
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
  const { held, release } = holding();
  const { messages, progress, close } = await openPlace(nats, place, signal);
  async function* inHand(): AsyncGenerator<Held> {
    for await (const message of messages) {
      held.add(message);
      const delivery = deliveryOf(place, message);
      yield { delivery, ack: () => message.ack(), release: () => held.delete(message) };
    }
  }
  try {
    await dealInTurn(inHand(), { ...deps, follower, progress, inHandMax: inFlightMax }, signal);
  } finally {
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
