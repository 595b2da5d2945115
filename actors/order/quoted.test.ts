import { describe, expect, test } from "bun:test";
import type { OrderEvent } from "#contracts/order/events.ts";
import { QuoteId } from "#contracts/shared/ids.ts";
import { deciderSpecification } from "../testing/decider-specification.ts";
import * as a from "./builders.ts";
import { orderDecider } from "./decider.ts";

const given = deciderSpecification(orderDecider);
const quoteId = QuoteId.parse("quo_2611aaaaaaaaaaaaaaaa");
const price = a.price(123_45);
const quoted = { quoteId, price, acceptBy: a.acceptBy, findings: [a.openMesh], acceptedBy: a.customer };
const place = { ...a.commands.PlaceOrder, quoted };
const placed = () => given().when(place).decision as OrderEvent[];

describe("an order that holds a quote", () => {
  test("is priced and accepted as it is placed", () =>
    given()
      .when(place)
      .thenEvents(
        { type: "OrderStarted", quoteId },
        { type: "ModelAttached" },
        { type: "OrderSubmitted", submission: 1 },
        { type: "PriceCalculated", price, submission: 1, findings: [a.openMesh] },
        { type: "PriceAccepted", total: price.total, by: a.customer, contract: false },
      ));
  test("can be approved at once", () =>
    given(placed()).when(a.commands.ApproveManufacturing).thenEvents({ type: "ManufacturingApproved" }));
  test("names its quote and passes the statuses before it", () => {
    const { state } = given(placed());
    expect(state?.quoteId).toBe(quoteId);
    expect(state?.timeline.map(({ status }) => status)).toEqual([
      "INITIATED",
      "FILE_UPLOADED",
      "SUBMITTED",
      "PRICE_CALCULATED",
    ]);
  });
  test("is placed once, whoever places it again", () => {
    given(placed()).when(place).thenEvents();
    given(placed()).when(a.commands.PlaceOrder).thenRefused("order/already-exists");
    given(a.submitted()).when(place).thenRefused("order/already-exists");
  });
});
