import { expect, test } from "bun:test";
import { evolveOrder, type Order } from "#contracts/order/order.ts";
import { customer } from "../testing/orders.ts";
import { countDeltas } from "./counts.ts";

const at = "2026-01-05T10:00:00Z";
const order = (status: Order["status"], channel: Order["channel"] = "shop"): Order => {
  const goods = { kind: "model" } as const;
  const started = { type: "OrderStarted", v: 1, at, owner: customer(1), channel, goods, country: "DE" } as const;
  return { ...evolveOrder(undefined, started), status };
};

test("a new order counts where it is", () =>
  expect(countDeltas([{ before: undefined, order: order("SUBMITTED", "partner") }])).toEqual([
    { status: "SUBMITTED", channel: "partner", orders: 1 },
  ]));

test("a moved order leaves one count for another", () =>
  expect(countDeltas([{ before: order("PACKAGING"), order: order("SHIPPED") }])).toEqual([
    { status: "PACKAGING", channel: "shop", orders: -1 },
    { status: "SHIPPED", channel: "shop", orders: 1 },
  ]));

test("counts that end where they were do not move", () =>
  expect(
    countDeltas([
      { before: order("PACKAGING"), order: order("SHIPPED") },
      { before: order("SHIPPED"), order: order("PACKAGING") },
      { before: order("CLOSED"), order: order("CLOSED") },
    ]),
  ).toEqual([]));
