import { describe, expect, test } from "bun:test";
import type { OrderEvent } from "#contracts/order/events.ts";
import { deciderSpecification } from "../testing/decider-specification.ts";
import * as a from "./builders.ts";
import { orderDecider } from "./decider.ts";

const given = deciderSpecification(orderDecider);
const { commands } = a;
const atTheEnd = { at: a.acceptBy, by: "sys_timers" };

describe("the time for accepting a price", () => {
  test("ends with the price withdrawn", () =>
    given(a.priced()).when(commands.ExpirePrice, atTheEnd).thenEvents({ type: "PriceExpired", at: a.acceptBy }));
  test("is not over before its end", () => given(a.priced()).when(commands.ExpirePrice).thenEvents());
  test("is no matter once the price was accepted", () =>
    given(a.accepted()).when(commands.ExpirePrice, atTheEnd).thenEvents());
  test("ends once", () => given(a.expired()).when(commands.ExpirePrice, atTheEnd).thenEvents());
  test("of an earlier submission ends nothing", () =>
    given(a.priced()).when({ type: "ExpirePrice", submission: 2 }, atTheEnd).thenEvents());
  test("passes on hold too", () =>
    given(a.held(a.priced())).when(commands.ExpirePrice, atTheEnd).thenEvents({ type: "PriceExpired" }));
  test("is over at its end, also when the timer is late", () =>
    given(a.priced()).when(commands.AcceptPrice, atTheEnd).thenRefused("order/price-expired"));
  test("does not run for a price agreed by hand", () => {
    const agreed = given(a.priced()).when(commands.OverridePrice).decision as OrderEvent[];
    given(a.priced(), agreed).when(commands.ExpirePrice, atTheEnd).thenEvents();
    given(a.priced(), agreed).when(commands.AcceptPrice, atTheEnd).thenEvents({ type: "PriceAccepted" });
  });
});

describe("once a price has expired", () => {
  test("it is neither accepted nor changed", () => {
    given(a.expired()).when(commands.AcceptPrice).thenRefused("order/price-expired");
    given(a.expired()).when(commands.OverridePrice).thenRefused("order/price-expired");
  });
  test("the order is submitted for a new one", () => {
    const again = given(a.expired()).when(commands.SubmitOrder).decision as OrderEvent[];
    expect(again).toMatchObject([{ type: "OrderSubmitted", submission: 2 }]);
    const { state } = given(a.expired(), again);
    expect(state).toMatchObject({ status: "SUBMITTED", submission: 2 });
    expect(state).not.toHaveProperty("expiredAt");
    expect(state).not.toHaveProperty("acceptBy");
  });
});
