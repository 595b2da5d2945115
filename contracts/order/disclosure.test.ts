import { describe, expect, test } from "bun:test";
import { OrderSummary, OrderView, OwnOrderSummary, OwnOrderView } from "../api/orders.ts";
import type { CloudEvent } from "../feed/cloud-event.ts";
import { fieldsOfEvents, fieldsOfOrder, ownView, toldToOwner } from "./disclosure.ts";
import { OrderEvent } from "./events.ts";

const owner = "cus_aaaaaaaaaaaaaaaa";
/** Who works on it, how the workshop is doing, and reasons that the house tells itself. */
const house = ["operator", "from", "to", "priority", "skill", "tookMs", "undoUntil", "projected", "contractLimit"];
const ofHouse = ["operator", "priority", "paused", "undoUntil", "rework", "scrap", "risk"];
/** Reasons that the customer must know. */
const reasonsTold = ["OrderCancelled", "OrderRejected", "OrderHeld"];

const types = OrderEvent.options.map(({ shape }) => shape.type.value);
const fieldsOf = (type: string): string[] => {
  const schema = OrderEvent.options.find(({ shape }) => shape.type.value === type);
  return Object.keys(schema?.shape ?? {}).filter((field) => !["type", "v", "at"].includes(field));
};
/** An event in which every field says its own name. */
const event = (type: string, by = "opr_aaaaaaaaaaaaaaaa"): CloudEvent => ({
  specversion: "1.0",
  id: "evt_ord_2601aaaaaaaaaaaaaaaa.3.0",
  source: "bezel",
  type: `bezel.${type}.v1`,
  subject: "ord_2601aaaaaaaaaaaaaaaa",
  time: "2026-01-05T10:00:00Z",
  datacontenttype: "application/json",
  version: 3,
  data: { ...Object.fromEntries(fieldsOf(type).map((field) => [field, field])), by },
});

describe("an order's owner", () => {
  test("is told of every event that moves the status or the price, and of none of the workshop's own", () => {
    const untold: string[] = types.filter((type) => toldToOwner(event(type), owner) === undefined);
    expect(untold.sort()).toEqual(
      [
        ...["WorkPaused", "WorkContinued", "ManufacturingHandedOver"],
        ...["PromiseAtRisk", "PromiseSafe", "PromiseEscalated", "PromiseMissed"],
      ].sort(),
    );
  });

  test.each(types)("sees nothing of the house in %s, and all that is theirs", (type) => {
    const told = toldToOwner(event(type), owner);
    if (!told) return expect(fieldsOfEvents[type]).toBe(false);
    const own = fieldsOf(type).filter((field) => {
      if (field === "reason") return reasonsTold.includes(type);
      return field !== "by" && !house.includes(field);
    });
    expect(Object.keys(told.data).sort()).toEqual(own.sort());
    const { data: _, ...envelope } = event(type);
    expect(told).toMatchObject(envelope);
  });

  test("is named where it was their doing, and nobody else is", () => {
    expect(toldToOwner(event("PriceAccepted", owner), owner)?.data["by"]).toBe(owner);
    for (const type of types) expect(toldToOwner(event(type), owner)?.data).not.toHaveProperty("by");
  });

  test("is told nothing of what no table knows", () => {
    expect(toldToOwner({ ...event("OrderHeld"), type: "bezel.GuildFounded.v1" }, owner)).toBeUndefined();
    const held = event("OrderHeld");
    expect(toldToOwner({ ...held, data: { ...held.data, whisper: "x" } }, owner)?.data).toEqual({ reason: "reason" });
  });

  test("sees of the order itself what the table says, in answers and in what documents them", () => {
    const all = { ...OrderView.shape, ...OrderSummary.shape };
    expect(Object.keys(fieldsOfOrder).sort()).toEqual(Object.keys(all).sort());
    const own = Object.keys(ownView(all)).sort();
    expect(Object.keys(all).filter((field) => !own.includes(field))).toEqual(ofHouse);
    expect(Object.keys({ ...OwnOrderView.shape, ...OwnOrderSummary.shape }).sort()).toEqual(own);
  });
});
