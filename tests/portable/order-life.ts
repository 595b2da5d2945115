import { orderDecider } from "#actors/order/decider.ts";
import { decide, isRejection } from "#actors/runtime/decider.ts";
import { OrderCommand } from "#contracts/order/commands.ts";
import type { Order } from "#contracts/order/order.ts";

const choice = { material: "silver-925", finishing: "polished", quantity: 1 };
const model = { modelId: "mdl_aaaaaaaaaaaaaaaa", name: "ring.stl", unit: "mm", bytes: 684 };
const lines = [{ code: "material", label: "Silver", amount: 10_000 }];
const price = {
  currency: "EUR",
  bookVersion: 1,
  quantity: 1,
  lines,
  net: 10_000,
  taxPermille: 190,
  tax: 1_900,
  total: 11_900,
};
const operator = "opr_aaaaaaaaaaaaaaaa";
const trackingNumber = "TRACK-0001";

/** A customer's order from the first click to the carrier's message. */
const life = [
  { type: "StartOrder", owner: "cus_aaaaaaaaaaaaaaaa", channel: "shop", goods: { kind: "model" }, country: "DE" },
  { type: "AttachModel", model },
  { type: "SubmitOrder", choice },
  { type: "RecordPrice", submission: 1, price, acceptBy: "2027-01-01T00:00:00.000Z", findings: [] },
  { type: "AcceptPrice" },
  { type: "ApproveManufacturing" },
  { type: "StartManufacturing", operator },
  { type: "CompleteManufacturing", operator },
  { type: "StartPackaging" },
  { type: "ShipOrder", carrier: "Parcel", trackingNumber },
  { type: "CloseOrder", trackingNumber },
];

let order: Order | undefined;
for (const step of life) {
  const command = OrderCommand.parse(step);
  const decision = decide(orderDecider, order, command, { at: "2026-11-22T10:00:00Z", by: "cus_aaaaaaaaaaaaaaaa" });
  if (isRejection(decision)) throw new Error(`${command.type}: ${decision.rejected}`);
  for (const event of decision) order = orderDecider.evolve(order, event);
}
console.log(JSON.stringify(order?.timeline.map(({ status }) => status)));
