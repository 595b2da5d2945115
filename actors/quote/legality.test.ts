import { describe, expect, test } from "bun:test";
import type { QuoteCommand } from "#contracts/quote/commands.ts";
import { QuoteStatus } from "#contracts/quote/parts.ts";
import { legalQuoteIn, nextQuoteActions } from "#contracts/quote/rules.ts";
import { isRejection } from "../runtime/decider.ts";
import { deciderSpecification } from "../testing/decider-specification.ts";
import * as a from "./builders.ts";
import { quoteDecider } from "./decider.ts";

const given = deciderSpecification(quoteDecider);
/** A history that ends in each status, ready for whatever that status allows. */
const histories = {
  REQUESTED: a.requested(),
  PRICED: a.proposed(),
  FAILED: a.failed(),
  ACCEPTED: a.accepted(),
  EXPIRED: a.expired(),
};
const refusals: Partial<Record<QuoteStatus, string>> = {
  ACCEPTED: "quote/already-accepted",
  EXPIRED: "quote/expired",
};
/** News that come too late mean nothing and are no mistake: the quote's own tests say when they count. */
const news: readonly string[] = ["ExpireQuote", "RecordModelStored", "RecordModelLost"];
const types = (Object.keys(a.commands) as QuoteCommand["type"][]).filter((type) => !news.includes(type));
const byAnother = { at: a.at, by: a.otherSeller };

for (const status of QuoteStatus.options) {
  describe(`in ${status}`, () => {
    for (const type of types) {
      const isLegal = type in legalQuoteIn && legalQuoteIn[type as keyof typeof legalQuoteIn].includes(status);
      test(`${type} is ${isLegal ? "possible" : "refused, with no event"}`, () => {
        const { decision, thenRefused } = given(histories[status]).when(a.commands[type], byAnother);
        if (type === "RequestQuote") return thenRefused("quote/already-exists");
        if (!isLegal) return thenRefused(refusals[status] ?? "quote/illegal-transition");
        expect(isRejection(decision)).toBe(false);
      });
    }
  });
}

describe("before the quote exists", () => {
  for (const type of types.filter((one) => one !== "RequestQuote")) {
    test(`${type} finds nothing`, () => given().when(a.commands[type]).thenRefused("quote/not-found"));
  }
});

test("what is offered next is exactly what would be accepted", () => {
  for (const past of [...Object.values(histories), a.priced()]) {
    const spec = given(past);
    const offered = spec.state ? nextQuoteActions(spec.state) : [];
    const accepted = types.filter((type) => {
      if (type.startsWith("Record") || type === "ReopenQuote") return false;
      return !isRejection(spec.when(a.commands[type], byAnother).decision);
    });
    expect([...offered].sort()).toEqual(accepted.sort() as typeof offered);
  }
});
