import { expect, test } from "bun:test";
import { cloudEvents } from "#contracts/feed/cloud-event.ts";
import type { OrderEvent } from "#contracts/order/events.ts";
import { evolveOrder, type Order } from "#contracts/order/order.ts";
import { AccountId } from "#contracts/shared/ids.ts";
import { type SeenOrder, seeEvent } from "./seen-order.ts";
import { nextStep } from "./steps.ts";

const id = `ord_2611${"a".repeat(24)}`;
const at = "2026-11-22T09:30:00.000Z";
const owner = AccountId.parse(`acc_${"a".repeat(16)}`);
const history: readonly OrderEvent[] = [
  {
    type: "OrderStarted",
    v: 1,
    at,
    owner,
    channel: "partner",
    goods: { kind: "ready-made", sku: "band" },
    country: "DE",
  },
  { type: "OrderSubmitted", v: 1, at, choice: { quantity: 2 }, submission: 1 },
];

test("an order seen event by event is the order its events make", () => {
  const commands = [{ id: "one", fingerprint: "f", by: owner, at, events: [...history], outcome: {} }];
  const commit = { version: 1, prev: 0, owner, commands };
  const seen = cloudEvents({ aggregate: id, stream: 0, seq: 1, commit }).reduce<SeenOrder>(seeEvent, {
    id,
    version: 0,
    order: undefined,
  });
  expect(seen).toMatchObject({
    id,
    version: 1,
    order: history.reduce<Order | undefined>(evolveOrder, undefined) ?? {},
  });
});

test("in each status somebody is next, or nobody", () => {
  expect(nextStep("SUBMITTED", false)).toBeUndefined();
  expect(nextStep("PRICE_CALCULATED", false)?.who).toBe("customer");
  expect(nextStep("PRICE_CALCULATED", true)?.who).toBe("seller");
  expect(nextStep("MANUFACTURING_APPROVED", true)?.who).toBe("operator");
  expect(nextStep("SHIPPED", true)?.who).toBe("carrier");
  expect(nextStep("CLOSED", true)).toBeUndefined();
});
