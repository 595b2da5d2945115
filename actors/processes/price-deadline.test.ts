import { describe, expect, test } from "bun:test";
import type { Order } from "#contracts/order/order.ts";
import { orderAggregate } from "../order/aggregate.ts";
import { choice, opening, price, readyMade, reason } from "../order/builders.ts";
import { memoryWorld } from "../testing/world.ts";
import { priceDeadline } from "./price-deadline.ts";

const start = "2026-11-22T08:00:00.000Z";
const acceptBy = "2026-12-06T08:00:00.000Z";
const weekLater = "2026-12-13T08:00:00.000Z";
const id = "ord_2611aaaaaaaaaaaaaaaaaaaaaaaa";

/** An order with a price, at `start`; its company's contract accepts up to `contractLimit`. */
async function priced(contractLimit?: number) {
  const world = memoryWorld({ aggregates: [orderAggregate], managers: [priceDeadline], at: start });
  const limit = contractLimit === undefined ? {} : { contractLimit };
  await world.give(id, { type: "PlaceOrder", ...opening, goods: readyMade, choice, ...limit });
  await quote(world, 1, acceptBy);
  return world;
}
type World = Awaited<ReturnType<typeof priced>>;
const quote = (world: World, submission: number, acceptBy: string) =>
  world.give(id, { type: "RecordPrice", submission, price: price(), acceptBy, findings: [] });
const orderIn = async (world: World) => (await world.state(id)) as Order;

describe("a price", () => {
  test("expires on its day when nobody has accepted it, and not before", async () => {
    const world = await priced();
    await world.passUntil("2026-12-06T07:59:59.999Z");
    expect((await orderIn(world)).expiredAt).toBeUndefined();
    await world.passUntil(acceptBy);
    expect((await orderIn(world)).expiredAt).toBe(acceptBy);
  });

  test.each([
    ["accepted", { type: "AcceptPrice" }],
    ["agreed by hand", { type: "OverridePrice", net: 90_00, reason }],
  ])("that was %s does not expire", async (_, command) => {
    const world = await priced();
    await world.give(id, command);
    await world.passUntil(weekLater);
    expect((await orderIn(world)).expiredAt).toBeUndefined();
  });

  test("that was accepted by contract has no timer", async () => {
    const world = await priced(1_000_00);
    const commits = world.log.entries.length;
    await world.passUntil(weekLater);
    expect(world.log.entries.length).toBe(commits);
  });

  test("of an order that was cancelled is nobody's business any more", async () => {
    const world = await priced();
    await world.give(id, { type: "CancelOrder", reason });
    const commits = world.log.entries.length;
    await world.passUntil(weekLater);
    expect(world.log.entries.length).toBe(commits);
  });

  test("made anew after one has expired has a deadline of its own", async () => {
    const world = await priced();
    await world.passUntil(acceptBy);
    await world.give(id, { type: "SubmitOrder", choice });
    await quote(world, 2, weekLater);
    await world.passUntil("2026-12-12T08:00:00.000Z");
    expect((await orderIn(world)).expiredAt).toBeUndefined();
    await world.passUntil(weekLater);
    expect((await orderIn(world)).expiredAt).toBe(weekLater);
  });

  test("expires once, also when the whole history comes again", async () => {
    const world = await priced();
    await world.passUntil(acceptBy);
    const commits = world.log.entries.length;
    await world.redeliver();
    await world.passUntil(weekLater);
    expect(world.log.entries.length).toBe(commits);
  });
});
