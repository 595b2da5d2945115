import { describe, expect, test } from "bun:test";
import type { OrderCommand } from "#contracts/order/commands.ts";
import { legalIn, nextActions } from "#contracts/order/rules.ts";
import { OrderStatus } from "#contracts/order/status.ts";
import { isRejection } from "../runtime/decider.ts";
import { deciderSpecification } from "../testing/decider-specification.ts";
import * as a from "./builders.ts";
import { orderDecider } from "./decider.ts";

const given = deciderSpecification(orderDecider);

/** A history that ends in each status, ready for whatever that status allows. */
const histories = {
  INITIATED: a.started(),
  FILE_UPLOADED: a.uploaded(),
  SUBMITTED: a.submitted(),
  PRICE_CALCULATED: a.accepted(),
  MANUFACTURING_APPROVED: a.approved(),
  MANUFACTURING_STARTED: a.inProduction(),
  MANUFACTURING_COMPLETED: a.made(),
  PACKAGING: a.packaging(),
  SHIPPED: a.shipped(),
  CLOSED: a.closed(),
  CANCELLED: a.cancelled(),
  REJECTED: a.rejected(),
  PRICING_FAILED: a.pricingFailed(),
};

/** Legal in the status, and still refused on the history above because a fact is missing there. */
const otherwise: Record<string, string> = {
  "INITIATED SubmitOrder": "order/no-model",
  "PRICE_CALCULATED AcceptPrice": "order/already-accepted",
  "MANUFACTURING_STARTED ContinueWork": "order/work-not-paused",
  "PRICE_CALCULATED SubmitOrder": "order/illegal-transition",
};
/** What timers and the workshop tell too late means nothing and is no mistake: their own tests say when it counts. */
const isChoice = (type: string) => type in legalIn || ["StartOrder", "PlaceOrder"].includes(type);
const commandTypes = (Object.keys(a.commands) as OrderCommand["type"][]).filter(isChoice);

for (const status of OrderStatus.options) {
  describe(`in ${status}`, () => {
    for (const type of commandTypes) {
      const isLegal = type in legalIn && legalIn[type as keyof typeof legalIn].includes(status);
      test(`${type} is ${isLegal ? "possible" : "refused, with no event"}`, () => {
        const { decision, thenRefused } = given(histories[status]).when(a.commands[type]);
        if (type === "StartOrder" || type === "PlaceOrder") return thenRefused("order/already-exists");
        if (!isLegal) return thenRefused("order/illegal-transition");
        if (type === "ResumeOrder") return thenRefused("order/not-on-hold");
        const missing = otherwise[`${status} ${type}`];
        if (missing) return thenRefused(missing);
        expect(isRejection(decision)).toBe(false);
        expect(decision).not.toHaveLength(0);
      });
    }
  });
}

for (const [status, past] of Object.entries(histories)) {
  test(`a timer of an accepted or absent price means nothing in ${status}`, () =>
    given(past).when(a.commands.ExpirePrice, { at: a.acceptBy, by: "sys_timers" }).thenEvents());
}

describe("before the order exists", () => {
  for (const type of commandTypes.filter((t) => t !== "StartOrder" && t !== "PlaceOrder")) {
    test(`${type} finds nothing`, () => given().when(a.commands[type]).thenRefused("order/not-found"));
  }
});

describe("on hold", () => {
  const allowed = ["ResumeOrder", "CancelOrder", "RejectOrder", "RecordPrice", "RecordPricingFailure"];
  for (const [status, past] of Object.entries(histories)) {
    for (const type of commandTypes.filter((t) => !allowed.includes(t) && t in legalIn)) {
      if (!legalIn[type as keyof typeof legalIn].includes(status as OrderStatus)) continue;
      test(`${type} waits in ${status}`, () =>
        given(a.held([past].flat()))
          .when(a.commands[type])
          .thenRefused("order/on-hold"));
    }
  }
});

test("what is offered next is exactly what would be accepted", () => {
  for (const past of [...Object.values(histories), a.held(a.approved()), a.priced(), a.expired()]) {
    const spec = given([past].flat());
    const offered = spec.state ? nextActions(spec.state) : [];
    const accepted = commandTypes.filter((type) => {
      if (type.startsWith("Record")) return false;
      return !isRejection(spec.when(a.commands[type]).decision);
    });
    expect([...offered].sort()).toEqual(accepted.sort() as typeof offered);
  }
});
