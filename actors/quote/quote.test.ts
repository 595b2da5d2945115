import { describe, expect, test } from "bun:test";
import { deciderSpecification } from "../testing/decider-specification.ts";
import * as a from "./builders.ts";
import { quoteDecider } from "./decider.ts";

const given = deciderSpecification(quoteDecider);
const { commands } = a;
const atTheEnd = { at: a.acceptBy, by: "sys_timers" };

describe("a quote's life", () => {
  test("begins with a wish", () =>
    given().when(commands.RequestQuote).thenEvents({ type: "QuoteRequested", owner: a.customer, submission: 1 }));
  test("may have an estimate before its price", () =>
    given(a.requested()).when(commands.RecordEstimate).thenEvents({ type: "QuoteEstimated" }));
  test("has one estimate", () => given(a.estimated()).when(commands.RecordEstimate).thenEvents());
  test("gets its price", () =>
    given(a.estimated()).when(commands.RecordQuotePrice).thenEvents({ type: "QuotePriced", sha256: a.sha256 }));
  test("has its price from the beginning, where it came with the wish", () => {
    const { type: _, submission: __, ...answered } = commands.RecordQuotePrice;
    given()
      .when({ ...commands.RequestQuote, answered })
      .thenEvents(
        { type: "QuoteRequested", submission: 1 },
        { type: "QuotePriced", submission: 1, price: a.price(), acceptBy: a.acceptBy, sha256: a.sha256 },
      );
    const past = a.then([], { ...commands.RequestQuote, answered });
    expect(past[0]).not.toHaveProperty("answered");
    expect(given(past).state).toMatchObject({ status: "PRICED", submission: 1, acceptBy: a.acceptBy });
    given(past).when(commands.RecordQuotePrice).thenRefused("quote/illegal-transition");
  });
  test("has failed from the beginning, where the wish cannot be priced", () => {
    const { type: _, submission: __, ...answered } = commands.RecordQuoteFailure;
    given()
      .when({ ...commands.RequestQuote, answered })
      .thenEvents({ type: "QuoteRequested" }, { type: "QuoteFailed", submission: 1, findings: answered.findings });
  });
  test("or the reasons why there is none", () =>
    given(a.requested()).when(commands.RecordQuoteFailure).thenEvents({ type: "QuoteFailed" }));
  test("is accepted, and says the whole order that follows", () =>
    given(a.priced())
      .when(commands.AcceptQuote, { at: a.at, by: a.customer })
      .thenEvents({
        type: "QuoteAccepted",
        orderId: a.orderId,
        total: a.price().total,
        order: {
          type: "PlaceOrder",
          owner: a.customer,
          channel: "shop",
          goods: { kind: "model" },
          country: "DE",
          choice: a.choice,
          model: { ...a.ring, sha256: a.sha256 },
          quoted: {
            quoteId: a.quoteId,
            price: a.price(),
            acceptBy: a.acceptBy,
            findings: [],
            acceptedBy: a.customer,
            sha256: a.sha256,
          },
        },
      }));
  test("is open again when its order cannot come into being", () => {
    given(a.accepted()).when(commands.ReopenQuote).thenEvents({ type: "QuoteReopened", orderId: a.orderId });
    const reopened = a.then(a.accepted(), commands.ReopenQuote);
    given(reopened)
      .when({ ...commands.AcceptQuote, orderId: a.otherOrderId })
      .thenEvents({ type: "QuoteAccepted", orderId: a.otherOrderId });
  });
  test("is not opened again for the sake of an order that is not its own", () =>
    given(a.accepted())
      .when({ ...commands.ReopenQuote, orderId: a.otherOrderId })
      .thenEvents());
});

describe("a model's file that is still on its way when the price is there", () => {
  test("is waited for: nothing is ordered that may not be kept", () => {
    given(a.arriving()).when(commands.AcceptQuote).thenRefused("quote/model-not-stored");
    given(a.arriving()).when(commands.Requote).thenRefused("quote/model-not-stored");
    const stored = a.then(a.arriving(), commands.RecordModelStored);
    given(stored).when(commands.AcceptQuote).thenEvents({ type: "QuoteAccepted", total: a.price().total });
  });
  test("arrives once", () => {
    given(a.arriving()).when(commands.RecordModelStored).thenEvents({ type: "QuoteModelStored", sha256: a.sha256 });
    for (const past of [a.then(a.arriving(), commands.RecordModelStored), a.priced()]) {
      given(past).when(commands.RecordModelStored).thenEvents();
      given(past).when(commands.RecordModelLost).thenEvents();
    }
  });
  test("that is lost leaves the quote without a price, and says why", () => {
    const lost = a.then(a.arriving(), commands.RecordModelLost);
    expect(given(lost).state).toMatchObject({ status: "FAILED", findings: [{ code: "model/not-stored" }] });
    expect(given(lost).state?.priced).toBeUndefined();
    given(lost).when(commands.Requote).thenRefused("quote/model-not-stored");
    given(lost).when(commands.RecordModelLost).thenEvents();
  });
  test("may arrive after it was given up: then there can be a new price", () => {
    const late = a.then(a.then(a.arriving(), commands.RecordModelLost), commands.RecordModelStored);
    given(late).when(commands.Requote).thenEvents({ type: "QuoteRevised", submission: 2, sha256: a.sha256 });
  });
});

describe("what is asked for", () => {
  const { model: _, ...withoutModel } = commands.RequestQuote;
  const readyMade = { kind: "ready-made", sku: "band-classic-4mm" } as const;
  test("is complete: goods from a model need one", () => given().when(withoutModel).thenRefused("quote/incomplete"));
  test("is complete: a material and a finishing", () =>
    given()
      .when({ ...commands.RequestQuote, choice: { quantity: 1 } })
      .thenRefused("quote/incomplete"));
  test("ready-made goods have no model", () => {
    given()
      .when({ ...commands.RequestQuote, goods: readyMade })
      .thenRefused("quote/incomplete");
    given()
      .when({ ...withoutModel, goods: readyMade, choice: { quantity: 2 } })
      .thenEvents({ type: "QuoteRequested" });
  });
  test("stays complete when it changes", () =>
    given(a.priced())
      .when({ type: "Requote", choice: { quantity: 2 } })
      .thenRefused("quote/incomplete"));
});

describe("the time for accepting", () => {
  test("ends with the quote expired", () =>
    given(a.priced()).when(commands.ExpireQuote, atTheEnd).thenEvents({ type: "QuoteExpired" }));
  test("is not over before its end", () => given(a.priced()).when(commands.ExpireQuote).thenEvents());
  test("is over at its end, also when the timer is late", () => {
    given(a.priced()).when(commands.AcceptQuote, atTheEnd).thenRefused("quote/expired");
    given(a.priced()).when(commands.OverrideQuote, atTheEnd).thenRefused("quote/expired");
    given(a.proposed()).when(commands.ApproveOverride, atTheEnd).thenRefused("quote/expired");
  });
  test("means nothing to what was accepted, failed, expired or asked for anew", () => {
    for (const past of [a.accepted(), a.failed(), a.expired(), a.revised()]) {
      given(past).when(commands.ExpireQuote, atTheEnd).thenEvents();
    }
  });
  test("that is over leaves nothing to accept", () =>
    given(a.expired()).when(commands.AcceptQuote).thenRefused("quote/expired"));
});

describe("a new price", () => {
  const again = (net: number, book: number) => ({
    ...commands.RecordQuotePrice,
    submission: 2,
    price: a.price(net, book),
  });
  test("is asked for with other options", () =>
    given(a.priced())
      .when({ type: "Requote", choice: { ...a.choice, quantity: 3 } })
      .thenEvents({ type: "QuoteRevised", submission: 2, choice: { ...a.choice, quantity: 3 }, sha256: a.sha256 }));
  test("says how it differs from the one before, and why", () =>
    given(a.revised({ choice: { ...a.choice, quantity: 3 } }))
      .when(again(290_00, 2))
      .thenEvents({
        type: "QuotePriced",
        difference: {
          totalBefore: 119_00,
          bookVersionBefore: 1,
          total: 345_10 - 119_00,
          reasons: ["options", "price-book"],
        },
      }));
  test("of the same wish and book differs by nothing, for no reason", () =>
    given(a.revised())
      .when(again(100_00, 1))
      .thenEvents({ type: "QuotePriced", difference: { total: 0, reasons: [] } as never }));
  test("ends what was agreed on", () =>
    given(a.then(a.then(a.priced(), commands.OverrideQuote), commands.Requote))
      .when(again(100_00, 1))
      .thenEvents({ type: "QuotePriced", difference: { total: 5_95, reasons: ["agreed-price-ended"] } as never }));
  test("is compared with the last price there was, over a failure too", () => {
    const failed = a.then(a.revised(), { ...commands.RecordQuoteFailure, submission: 2 });
    const revisedAgain = a.then(failed, commands.Requote);
    given(revisedAgain)
      .when({ ...again(110_00, 1), submission: 3 })
      .thenEvents({ type: "QuotePriced", difference: { totalBefore: 119_00 } as never });
  });
  test("of an earlier wish does not land on a later one", () => {
    for (const type of ["RecordEstimate", "RecordQuotePrice", "RecordQuoteFailure"] as const) {
      given(a.revised()).when(commands[type]).thenRefused("quote/other-submission");
    }
  });
  test("may follow a failure or the end of the time", () => {
    for (const past of [a.failed(), a.expired()])
      given(past).when(commands.Requote).thenEvents({ type: "QuoteRevised" });
  });
});

test("the price is the present submission's: the one before is kept beside", () => {
  const { state } = given(a.revised());
  expect(state).toMatchObject({ status: "REQUESTED", submission: 2, before: { price: a.price() } });
  expect(state?.priced).toBeUndefined();
});
