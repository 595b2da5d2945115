import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { orderAggregate } from "#actors/order/aggregate.ts";
import { commands } from "#actors/order/builders.ts";
import { memoryWorld } from "#actors/testing/world.ts";
import { root } from "#dev/root.ts";
import { warranties, warranty } from "./warranty.ts";

const order = "ord_2611aaaaaaaaaaaaaaaa";
const itsWarranty = "wty_2611aaaaaaaaaaaaaaaa";

/** A world in which an order was closed just now. */
async function closedOrder() {
  const world = memoryWorld({
    aggregates: [orderAggregate, warranty],
    managers: [warranties],
    at: "2026-11-22T08:00:00.000Z",
  });
  const { StartOrder, AttachModel, SubmitOrder, RecordPrice, AcceptPrice, ApproveManufacturing } = commands;
  const { StartManufacturing, CompleteManufacturing, StartPackaging, ShipOrder, CloseOrder } = commands;
  const life = [StartOrder, AttachModel, SubmitOrder, RecordPrice, AcceptPrice, ApproveManufacturing];
  const making = [StartManufacturing, CompleteManufacturing, StartPackaging, ShipOrder, CloseOrder];
  for (const command of [...life, ...making]) {
    expect(await world.give(order, command)).toMatchObject({ kind: "accepted" });
  }
  return world;
}

describe("the first actor of the guide", () => {
  test("subscribes: a closed order opens a warranty", async () => {
    const world = await closedOrder();
    expect(await world.state(itsWarranty)).toBe("open");
  });

  test("has a timer: the warranty ends by itself after two years, and not before", async () => {
    const world = await closedOrder();
    await world.passUntil("2028-11-21T07:59:59.000Z");
    expect(await world.state(itsWarranty)).toBe("open");
    await world.passUntil("2028-11-21T08:00:00.000Z");
    expect(await world.state(itsWarranty)).toBe("ended");
  });

  test("has everything done once, however often the log is followed anew", async () => {
    const world = await closedOrder();
    await world.passUntil("2029-01-01T00:00:00.000Z");
    const written = world.log.entries.length;
    await world.redeliver();
    await world.passUntil("2031-01-01T00:00:00.000Z");
    expect(world.log.entries).toHaveLength(written);
  });

  test("is what the guide shows, in at most 40 lines", () => {
    const code = readFileSync(join(import.meta.dirname, "warranty.ts"), "utf8");
    const guide = readFileSync(join(root, "docs", "your-first-actor.md"), "utf8");
    expect(guide).toContain(`\`\`\`ts\n${code}\`\`\``);
    expect(code.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
  });
});
