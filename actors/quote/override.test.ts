import { describe, expect, test } from "bun:test";
import { deciderSpecification } from "../testing/decider-specification.ts";
import * as a from "./builders.ts";
import { quoteDecider } from "./decider.ts";

const given = deciderSpecification(quoteDecider);
const { commands } = a;
const bySeller = { at: a.at, by: a.seller };
const byOther = { at: a.at, by: a.otherSeller };

describe("another price", () => {
  test("near the calculated one holds at once", () =>
    given(a.priced())
      .when(commands.OverrideQuote, bySeller)
      .thenEvents({ type: "QuoteOverridden", before: 119_00, reason: a.reason, askedBy: a.seller }));
  test("at the very limit holds at once", () =>
    given(a.priced())
      .when({ ...commands.OverrideQuote, net: 90_00 }, bySeller)
      .thenEvents({ type: "QuoteOverridden" }));
  test("beyond the limit waits for approval, upwards too", () => {
    for (const net of [89_99, 110_01]) {
      given(a.priced())
        .when({ ...commands.OverrideQuote, net }, bySeller)
        .thenEvents({ type: "OverrideProposed", net, by: a.seller });
    }
  });
  test("is not approved by who asked for it", () =>
    given(a.proposed()).when(commands.ApproveOverride, bySeller).thenRefused("quote/own-proposal"));
  test("is approved by another seller", () =>
    given(a.proposed())
      .when(commands.ApproveOverride, byOther)
      .thenEvents({ type: "QuoteOverridden", askedBy: a.seller, approvedBy: a.otherSeller }));
  test("adds up, and is the order's price", () => {
    const agreed = a.then(a.proposed(), commands.ApproveOverride, a.otherSeller);
    const { state } = given(agreed);
    expect(state?.priced?.price).toMatchObject({ net: 80_00, tax: 15_20, total: 95_20 });
    expect(state?.proposal).toBeUndefined();
    given(agreed).when(commands.AcceptQuote).thenEvents({ type: "QuoteAccepted", total: 95_20 });
  });
  test("in small steps does not get around the limit: each is measured from the calculated price", () => {
    const once = a.then(a.priced(), { ...commands.OverrideQuote, net: 91_00 });
    given(once)
      .when({ ...commands.OverrideQuote, net: 82_00 }, bySeller)
      .thenEvents({ type: "OverrideProposed" });
  });
  test("of what was free is always a large one", () =>
    given(a.then(a.requested(), { ...commands.RecordQuotePrice, price: a.price(0) }))
      .when({ ...commands.OverrideQuote, net: 1 }, bySeller)
      .thenEvents({ type: "OverrideProposed" }));
  test("that was asked for may be followed by another wish, which takes its place", () =>
    given(a.then(a.proposed(), { ...a.farOff, net: 70_00 }, a.otherSeller))
      .when(commands.ApproveOverride, bySeller)
      .thenEvents({ type: "QuoteOverridden", askedBy: a.otherSeller, approvedBy: a.seller }));
  test("that waits is no matter once the quote was accepted at the old one", () =>
    given(a.then(a.proposed(), commands.AcceptQuote, a.customer))
      .when(commands.ApproveOverride, byOther)
      .thenRefused("quote/already-accepted"));
  test("needs to have been asked for", () =>
    given(a.priced()).when(commands.ApproveOverride, byOther).thenRefused("quote/no-proposal"));
});
