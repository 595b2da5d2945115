import { describe, expect, test } from "bun:test";
import { deciderSpecification } from "../testing/decider-specification.ts";
import * as a from "./builders.ts";
import { orderDecider } from "./decider.ts";

const given = deciderSpecification(orderDecider);
const { commands } = a;

describe("an order's life, step by step", () => {
  test("is started", () => given().when(commands.StartOrder).thenEvents({ type: "OrderStarted", owner: a.customer }));
  test("gets its model", () => given(a.started()).when(commands.AttachModel).thenEvents({ type: "ModelAttached" }));
  test("may get another model before it is submitted", () =>
    given(a.uploaded()).when(commands.AttachModel).thenEvents({ type: "ModelAttached" }));
  test("is submitted before any price exists", () =>
    given(a.uploaded()).when(commands.SubmitOrder).thenEvents({ type: "OrderSubmitted", submission: 1 }));
  test("is priced", () => given(a.submitted()).when(commands.RecordPrice).thenEvents({ type: "PriceCalculated" }));
  test("its price is accepted", () =>
    given(a.priced())
      .when(commands.AcceptPrice)
      .thenEvents({ type: "PriceAccepted", total: a.price().total, contract: false }));
  test("is approved", () =>
    given(a.accepted()).when(commands.ApproveManufacturing).thenEvents({ type: "ManufacturingApproved" }));
  test("is taken by an operator", () =>
    given(a.approved())
      .when(commands.StartManufacturing)
      .thenEvents({ type: "ManufacturingStarted", operator: a.operator }));
  test("is finished", () =>
    given(a.inProduction()).when(commands.CompleteManufacturing).thenEvents({ type: "ManufacturingCompleted" }));
  test("is packed", () => given(a.made()).when(commands.StartPackaging).thenEvents({ type: "PackagingStarted" }));
  test("is shipped", () => given(a.packaging()).when(commands.ShipOrder).thenEvents({ type: "OrderShipped" }));
  test("is closed by the carrier, who knows the tracking number", () =>
    given(a.shipped()).when(commands.CloseOrder).thenEvents({ type: "OrderClosed" }));
  test("is closed by hand", () => given(a.shipped()).when({ type: "CloseOrder" }).thenEvents({ type: "OrderClosed" }));
  test("passes all ten statuses", () =>
    expect(given(a.closed()).state?.timeline.map(({ status }) => status)).toEqual([
      "INITIATED",
      "FILE_UPLOADED",
      "SUBMITTED",
      "PRICE_CALCULATED",
      "MANUFACTURING_APPROVED",
      "MANUFACTURING_STARTED",
      "MANUFACTURING_COMPLETED",
      "PACKAGING",
      "SHIPPED",
      "CLOSED",
    ]));
});

describe("placing an order in one step", () => {
  test("starts, attaches and submits", () =>
    given()
      .when(commands.PlaceOrder)
      .thenEvents({ type: "OrderStarted" }, { type: "ModelAttached" }, { type: "OrderSubmitted", modelBytes: 84 }));
  test("ready-made goods skip the model", () =>
    given()
      .when({ type: "PlaceOrder", ...a.opening, goods: a.readyMade, choice: { quantity: 3 } })
      .thenEvents({ type: "OrderStarted" }, { type: "OrderSubmitted" }));
  test("goods from a model need one", () =>
    given()
      .when({ type: "PlaceOrder", ...a.opening, choice: a.choice })
      .thenRefused("order/no-model"));
  test("ready-made goods take no model", () =>
    given()
      .when({ ...commands.PlaceOrder, goods: a.readyMade })
      .thenRefused("order/ready-made"));
  test("an order is born once", () => given(a.started()).when(commands.PlaceOrder).thenRefused("order/already-exists"));
});

describe("submitting", () => {
  test("needs a material and a finishing for goods from a model", () =>
    given(a.uploaded())
      .when({ type: "SubmitOrder", choice: { quantity: 1 } })
      .thenRefused("order/no-choice"));
  test("needs the model", () => given(a.started()).when(commands.SubmitOrder).thenRefused("order/no-model"));
  test("ready-made goods go from the start", () =>
    given(a.started({ goods: a.readyMade }))
      .when({ type: "SubmitOrder", choice: { quantity: 2 } })
      .thenEvents({ type: "OrderSubmitted" }));
  test("after a failed price it is a submission of its own", () =>
    given(a.pricingFailed()).when(commands.SubmitOrder).thenEvents({ type: "OrderSubmitted", submission: 2 }));
  test("after a failed price another model may come", () =>
    given(a.pricingFailed()).when(commands.AttachModel).thenEvents({ type: "ModelAttached" }));
});

describe("pricing", () => {
  test("that fails leaves findings the customer can read", () =>
    expect(given(a.pricingFailed()).state).toMatchObject({ status: "PRICING_FAILED", findings: [a.openMesh] }));
  test("of an earlier submission does not land on a later one", () =>
    given(a.submitted())
      .when({ ...commands.RecordPrice, submission: 2 })
      .thenRefused("order/other-submission"));
  test("failure of an earlier submission does not land either", () =>
    given(a.submitted())
      .when({ ...commands.RecordPricingFailure, submission: 2 })
      .thenRefused("order/other-submission"));
  test("within the contract's limit is accepted by the contract", () =>
    given(a.started({ owner: a.company, channel: "partner", contractLimit: a.price().total }), a.submitted().slice(1))
      .when(commands.RecordPrice)
      .thenEvents({ type: "PriceCalculated" }, { type: "PriceAccepted", by: "contract", contract: true }));
  test("a cent above the limit waits for a yes", () =>
    given(a.started({ contractLimit: a.price().total - 1 }), a.submitted().slice(1))
      .when(commands.RecordPrice)
      .thenEvents({ type: "PriceCalculated" }));
});

describe("accepting and overriding the price", () => {
  test("nothing is approved before the price is accepted", () =>
    given(a.priced()).when(commands.ApproveManufacturing).thenRefused("order/price-not-accepted"));
  test("a price is accepted once", () =>
    given(a.accepted()).when(commands.AcceptPrice).thenRefused("order/already-accepted"));
  test("an override adds up and takes the acceptance back", () => {
    const after = given(a.accepted());
    const { decision } = after.when(commands.OverridePrice);
    expect(decision).toMatchObject([{ type: "PriceOverridden", before: 119_00, price: { net: 80_00, total: 95_20 } }]);
    const [event] = decision as Parameters<typeof orderDecider.evolve>[1][];
    expect(event && orderDecider.evolve(after.state, event)?.accepted).toBeUndefined();
  });
  test("an override within the contract's limit is accepted by it", () =>
    given(a.started({ contractLimit: 100_00 }), a.priced().slice(1))
      .when(commands.OverridePrice)
      .thenEvents({ type: "PriceOverridden" }, { type: "PriceAccepted", contract: true }));
});

describe("production", () => {
  test("only the operator who took an order finishes it", () =>
    given(a.inProduction())
      .when({ type: "CompleteManufacturing", operator: a.otherOperator })
      .thenRefused("order/other-operator"));
  test("a delivery under another tracking number closes nothing", () =>
    given(a.shipped()).when({ type: "CloseOrder", trackingNumber: "OTHER-1" }).thenRefused("order/tracking-mismatch"));
});

describe("exceptions", () => {
  test("a hold is put on, and taken off again", () => {
    given(a.approved()).when(commands.HoldOrder).thenEvents({ type: "OrderHeld" });
    given(a.held(a.approved())).when(commands.ResumeOrder).thenEvents({ type: "OrderResumed" });
  });
  test("what is on hold is not held again", () =>
    given(a.held(a.approved())).when(commands.HoldOrder).thenRefused("order/on-hold"));
  test("what is not on hold is not resumed", () =>
    given(a.approved()).when(commands.ResumeOrder).thenRefused("order/not-on-hold"));
  test("a price that was under way still lands on an order on hold", () =>
    given(a.held(a.submitted())).when(commands.RecordPrice).thenEvents({ type: "PriceCalculated" }));
  test("cancelling ends a hold", () => {
    given(a.held(a.approved())).when(commands.CancelOrder).thenEvents({ type: "OrderCancelled" });
    expect(given(a.cancelled()).state).toMatchObject({ status: "CANCELLED", endReason: a.reason });
  });
  test("a seller rejects with a reason", () =>
    given(a.priced()).when(commands.RejectOrder).thenEvents({ type: "OrderRejected", reason: a.reason }));
});
