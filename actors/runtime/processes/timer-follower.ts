import { fingerprintOf } from "#contracts/command/fingerprint.ts";
import { SpanKind, withSpan } from "../tracing.ts";
import { type Delivery, type Follower, Undecodable } from "./delivery.ts";
import { type SendDeps, sendFor } from "./send.ts";
import { commandOf, Timer } from "./timers.ts";

/** The name of what sends the commands of fired timers. */
export const timerProcess = "timers";

const decoder = new TextDecoder();

function timerIn({ data }: Delivery): Timer {
  try {
    return Timer.parse(JSON.parse(decoder.decode(data)));
  } catch (cause) {
    throw new Undecodable("not a timer", { cause });
  }
}

/** Sends the commands of timers that have fired. A refusal is an answer: the timer was no longer meant. */
export const timerFollower = (deps: SendDeps): Follower => ({
  name: timerProcess,
  // The stream of timers can be lost and begin anew, so a sequence there is no name for ever.
  letterKey: ({ data }) => fingerprintOf(decoder.decode(data)),
  handle: async (delivery) => {
    const timer = timerIn(delivery);
    const { aggregate, trace: parent } = timer;
    const work = async () => {
      await sendFor(timerProcess, commandOf(timer), deps);
    };
    await withSpan(`fire ${timer.name}`, { aggregate }, work, { parent, kind: SpanKind.CONSUMER });
  },
});
