import { describe, expect, test } from "bun:test";
import type { QuoteEvent } from "#contracts/quote/events.ts";
import { submitted } from "../order/builders.ts";
import * as a from "../quote/builders.ts";
import { consequencesOf, type ProcessManager } from "../runtime/processes/process-manager.ts";
import { modelStoring } from "./model-storing.ts";
import { priceDeadline } from "./price-deadline.ts";
import { pricing } from "./pricing.ts";
import { quotedOrders } from "./quoted-orders.ts";

/** What a manager makes of the newest events of a history, as one command's. */
function reactions<Job>(manager: ProcessManager<Job>, aggregate: string, events: readonly object[]) {
  const command = { id: "c", fingerprint: "c", by: "sys_test", at: a.at, events: events as never, outcome: {} };
  const commit = { version: 3, prev: 2, commands: [command] };
  return consequencesOf(manager, { aggregate, commit }).map(({ reaction }) => reaction);
}
const last = (past: readonly QuoteEvent[]) => past.slice(-1);

describe("a quote", () => {
  test("is put on the lane of its model's size", () => {
    const [event] = a.requested();
    const large = { ...event, model: { ...a.ring, bytes: 500_000_000 } };
    const lane = (one: object | undefined) =>
      reactions(pricing, a.quoteId, [one ?? {}]).map((reaction) => "handOver" in reaction && reaction.handOver.lane);
    expect(lane(event)).toEqual(["small"]);
    expect(lane(large)).toEqual(["large"]);
    // Its facts are there: nothing has to be read.
    expect(lane({ ...large, model: { ...large.model, sha256: a.sha256 } })).toEqual(["small"]);
  });
  test("that has its answer from the beginning asks for none; its model is looked at closely", () => {
    for (const command of [a.commands.RecordQuotePrice, a.commands.RecordQuoteFailure]) {
      const { type: _, submission: __, ...answered } = command;
      const events = a.then([], { ...a.commands.RequestQuote, answered });
      const lanes = reactions(pricing, a.quoteId, events).map((it) => "handOver" in it && it.handOver.lane);
      expect(lanes).toEqual("price" in answered ? ["examination"] : []);
    }
  });
  test("whose model's file is on its way waits for that, with a timer, before anybody looks at it closely", () => {
    const arriving = a.arriving();
    expect(reactions(pricing, a.quoteId, arriving)).toEqual([]);
    expect(reactions(modelStoring, a.quoteId, arriving)).toEqual([
      { arm: "model-storing", at: a.storeBy, command: { type: "RecordModelLost" } },
    ]);
    const stored = last(a.then(arriving, a.commands.RecordModelStored));
    expect(reactions(pricing, a.quoteId, stored)).toMatchObject([{ handOver: { lane: "examination" } }]);
    expect(reactions(modelStoring, a.quoteId, stored)).toEqual([{ cancel: "model-storing" }]);
    expect(reactions(modelStoring, a.quoteId, a.requested())).toEqual([]);
  });
  test("is priced again when it is revised", () =>
    expect(reactions(pricing, a.quoteId, last(a.revised()))).toEqual([
      { handOver: { job: { quoteId: a.quoteId, submission: 2 }, lane: "small", hash: "5".repeat(64) } },
    ]));
  test("has its model looked at closely once it is priced, in a lane that keeps no price waiting", () =>
    expect(reactions(pricing, a.quoteId, last(a.priced()))).toEqual([
      { handOver: { job: { quoteId: a.quoteId, examine: "5".repeat(64) }, lane: "examination", hash: "5".repeat(64) } },
    ]));
  test("expires by a timer, which ends with the wait", () => {
    expect(reactions(priceDeadline, a.quoteId, last(a.priced()))).toEqual([
      { arm: "price-deadline", at: a.acceptBy, command: { type: "ExpireQuote", submission: 1 } },
    ]);
    for (const past of [a.accepted(), a.revised(), a.expired()]) {
      expect(reactions(priceDeadline, a.quoteId, last(past))).toEqual([{ cancel: "price-deadline" }]);
    }
  });
  test("that is opened again waits for its end again", () => {
    const reopened = a.then(a.accepted(), a.commands.ReopenQuote);
    expect(reactions(priceDeadline, a.quoteId, last(reopened))).toEqual([
      { arm: "price-deadline", at: a.acceptBy, command: { type: "ExpireQuote", submission: 1 } },
    ]);
  });
  test("that was accepted becomes the order it says; what is refused opens it again", () => {
    const [reaction] = reactions(quotedOrders, a.quoteId, last(a.accepted()));
    if (!(reaction && "send" in reaction)) throw new Error("nothing is sent");
    expect(reaction).toMatchObject({ to: a.orderId, send: { type: "PlaceOrder", quoted: { quoteId: a.quoteId } } });
    expect(reaction.onRefused?.("order/create-window-closed")).toEqual([
      { send: { ...a.commands.ReopenQuote }, to: a.quoteId },
    ]);
  });
});

test("an order whose model has been read is priced on the small lane, however large it is", () => {
  const [event] = submitted().slice(-1);
  const lane = (more: object) =>
    reactions(pricing, a.orderId, [{ ...event, ...more }]).map((it) => "handOver" in it && it.handOver.lane);
  expect(lane({ modelBytes: 500_000_000, sha256: undefined })).toEqual(["large"]);
  expect(lane({ modelBytes: 500_000_000, sha256: a.sha256 })).toEqual(["small"]);
});

test("an order that holds a quote asks for no price", () => {
  const events = [...submitted().slice(-1), { type: "PriceCalculated", v: 2, at: a.at }];
  expect(reactions(pricing, a.orderId, events)).toEqual([]);
  expect(reactions(pricing, a.orderId, submitted().slice(-1))).toHaveLength(1);
});
