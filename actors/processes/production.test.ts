import { describe, expect, test } from "bun:test";
import type { OrderCommand } from "#contracts/order/commands.ts";
import type { Order } from "#contracts/order/order.ts";
import { mainWorkshop } from "#contracts/shared/ids.ts";
import type { WorkshopCommand } from "#contracts/workshop/commands.ts";
import { jobIn, type Workshop } from "#contracts/workshop/workshop.ts";
import { orderAggregate } from "../order/aggregate.ts";
import { choice, commands, opening, price, readyMade, reason } from "../order/builders.ts";
import { memoryWorld } from "../testing/world.ts";
import { workshopAggregate } from "../workshop/aggregate.ts";
import { anna, ben, order } from "../workshop/builders.ts";
import { production } from "./production.ts";
import { promises } from "./promises.ts";

const id = order(1);
const at = "2026-11-22T08:00:00.000Z";

/** A workshop with both operators on shift, and the means to move orders through it. */
async function site(settings: object = {}) {
  const aggregates = [orderAggregate, workshopAggregate];
  const world = memoryWorld({ aggregates, managers: [production, promises], at });
  const workshop = (command: WorkshopCommand) => world.give(mainWorkshop, command);
  const act = async (command: OrderCommand, orderId: string = id) => {
    const reply = await world.give(orderId, command);
    if (reply.kind !== "accepted") throw new Error(`${command.type}: ${JSON.stringify(reply)}`);
  };
  await workshop({ type: "ConfigureWorkshop", pay: { amount: 5_00, currency: "EUR" }, ...settings });
  for (const operator of [anna, ben]) await workshop({ type: "ChangeShift", operator, shift: "on" });
  const approved = async (orderId: string = id) => {
    await act({ type: "PlaceOrder", ...opening, goods: readyMade, choice }, orderId);
    await act(
      { ...commands.RecordPrice, price: price(), acceptBy: "2027-06-01T08:00:00.000Z" } as OrderCommand,
      orderId,
    );
    await act({ type: "AcceptPrice" }, orderId);
    await act({ type: "ApproveManufacturing" }, orderId);
  };
  const take = async (operator = anna, orderId = id, round = 4) => {
    const facts = { orderId, round, priority: 0 } as const;
    const taken = await workshop({ type: "TakeJob", operator, ...facts });
    if (taken.kind === "accepted") await act({ type: "StartManufacturing", operator }, orderId);
    return taken;
  };
  const job = async (orderId: string = id) => jobIn((await world.state(mainWorkshop)) as Workshop, orderId);
  const state = async (orderId: string = id) => (await world.state(orderId)) as Order;
  const open = async (who: string) => ((await world.state(mainWorkshop)) as Workshop).operators[who]?.open;
  return { world, workshop, act, approved, take, job, state, open };
}

describe("an approved order", () => {
  test("waits in the workshop, with its promise", async () => {
    const { approved, job } = await site();
    await approved();
    expect(await job()).toMatchObject({ stage: "queue", promiseBy: "2026-12-13T08:00:00.000Z", round: 4 });
  });
  test("is given to somebody and started, where that is automatic", async () => {
    const { approved, job, state } = await site({ automatic: true });
    await approved();
    expect(await state()).toMatchObject({ status: "MANUFACTURING_STARTED", operator: anna });
    expect((await job())?.claim).toMatchObject({ operator: anna, confirmed: true });
  });
  test("that is cancelled leaves the queue", async () => {
    const { approved, act, job } = await site();
    await approved();
    await act({ type: "CancelOrder", reason });
    expect(await job()).toBeUndefined();
  });
  test("on hold is nobody's until it is resumed", async () => {
    const { approved, act, take, job } = await site();
    await approved();
    await act({ type: "HoldOrder", reason });
    expect(await take()).toMatchObject({ kind: "refused", code: "order/on-hold" });
    await act({ type: "ResumeOrder" });
    expect(await take()).toMatchObject({ kind: "accepted" });
    expect((await job())?.claim?.operator).toBe(anna);
  });
  test("that has been cancelled when it is assigned is taken back, and the next one is given out", async () => {
    const { world, workshop, job, open, approved, state } = await site();
    const ghost = order(9);
    await workshop({ type: "EnqueueJob", orderId: ghost, round: 4, priority: 9 });
    await approved();
    await workshop({ type: "ConfigureWorkshop", automatic: true });
    await world.give(mainWorkshop, { type: "ChangeShift", operator: ben, shift: "off" });
    expect(await job(ghost)).toBeUndefined();
    expect(await state()).toMatchObject({ status: "MANUFACTURING_STARTED" });
    expect([await open(anna), await open(ben)].toSorted()).toEqual([0, 1]);
  });
});

describe("an order in hand", () => {
  test("is followed to its shipment, and its operator is free again", async () => {
    const { approved, take, act, job, open } = await site();
    await approved();
    await take();
    expect([(await job())?.stage, await open(anna)]).toEqual(["making", 1]);
    await act({ type: "CompleteManufacturing", operator: anna });
    expect([(await job())?.stage, await open(anna)]).toEqual(["made", 0]);
    await act({ type: "StartPackaging" });
    expect((await job())?.stage).toBe("packing");
    await act(commands.ShipOrder);
    expect(await job()).toBeUndefined();
  });
  test("cannot be taken by a colleague", async () => {
    const { approved, take, state } = await site();
    await approved();
    await take(anna);
    expect(await take(ben)).toMatchObject({ kind: "refused", code: "workshop/taken" });
    expect((await state()).operator).toBe(anna);
  });
  test("is released, and a colleague takes it", async () => {
    const { approved, take, act, state, open } = await site();
    await approved();
    await take(anna);
    await act({ type: "ReturnToQueue", operator: anna, reason });
    expect(await state()).toMatchObject({ status: "MANUFACTURING_APPROVED" });
    expect(await take(ben, id, 6)).toMatchObject({ kind: "accepted" });
    expect([await open(anna), await open(ben), (await state()).operator]).toEqual([0, 1, ben]);
  });
  test("is handed over to a colleague, who finishes it", async () => {
    const { approved, take, act, workshop, state, open } = await site();
    await approved();
    await take(anna);
    await workshop({ type: "HandOverJob", orderId: id, from: anna, to: ben });
    expect([(await state()).operator, await open(anna), await open(ben)]).toEqual([ben, 0, 1]);
    await act({ type: "CompleteManufacturing", operator: ben });
  });
  test("comes back when nobody works on it", async () => {
    const { approved, take, world, state, job } = await site();
    await approved();
    await take(anna);
    await world.passUntil("2026-11-25T08:00:01.000Z");
    expect(await state()).toMatchObject({ status: "MANUFACTURING_APPROVED" });
    expect(await job()).toMatchObject({ stage: "queue", round: 6 });
  });
  test("taken and never started waits again after two minutes", async () => {
    const { approved, workshop, world, job } = await site();
    await approved();
    await workshop({ type: "TakeJob", operator: anna, orderId: id, round: 4, priority: 0 });
    await world.passUntil("2026-11-22T08:02:00.000Z");
    expect((await job())?.claim).toBeUndefined();
  });
});

describe("what goes wrong in production", () => {
  const made = async () => {
    const there = await site();
    await there.approved();
    await there.take();
    await there.act({ type: "CompleteManufacturing", operator: anna });
    return there;
  };
  test("scrap puts the order back into the queue, before the others", async () => {
    const { act, job, state } = await made();
    await act({ type: "ScrapOrder", reason });
    expect(await job()).toMatchObject({ stage: "queue", priority: 1, promiseBy: "2026-12-13T08:00:00.000Z" });
    expect(await state()).toMatchObject({ status: "MANUFACTURING_APPROVED", scrap: { count: 1, reason } });
  });
  test("rework goes to who made it, and is counted", async () => {
    const { act, job, state } = await made();
    await act({ type: "ReworkOrder", reason });
    expect((await job())?.claim).toMatchObject({ operator: anna, confirmed: true });
    expect(await state()).toMatchObject({ status: "MANUFACTURING_STARTED", rework: { count: 1 } });
  });
  test("what was completed by mistake is undone, and is in hand again", async () => {
    const { act, job, open } = await made();
    await act({ type: "UndoStage", operator: anna });
    expect([(await job())?.stage, await open(anna)]).toEqual(["making", 1]);
  });
  test("the whole history again changes nothing", async () => {
    const { act, world } = await made();
    await act({ type: "ScrapOrder", reason });
    const commits = world.log.entries.length;
    await world.redeliver();
    expect(world.log.entries.length).toBe(commits);
  });
});

describe("a promise", () => {
  const day = (n: number) => new Date(Date.parse(at) + n * 86_400_000).toISOString();
  const working = () => site({ workLeaseMs: 30 * 86_400_000 });
  const risksOf = (world: Awaited<ReturnType<typeof site>>["world"]) =>
    world.log.entries
      .filter(({ aggregate }) => aggregate === id)
      .flatMap(({ commit }) => commit.commands.flatMap(({ events }) => events))
      .filter(({ type }) => type.startsWith("Promise"))
      .map(({ type, at: when }) => [type, when]);

  test("that nobody keeps is at risk first, then escalated, then missed", async () => {
    const { approved, take, world } = await working();
    await approved();
    await take();
    await world.passUntil(day(22));
    expect(risksOf(world)).toEqual([
      ["PromiseAtRisk", day(19)],
      ["PromiseEscalated", day(20)],
      ["PromiseMissed", day(21)],
    ]);
  });

  test("is seen to be at risk much sooner once completions slow down", async () => {
    const { approved, take, act, world } = await working();
    const slow = [2, 3, 4, 5].map(order);
    for (const orderId of slow) {
      await approved(orderId);
      await take(anna, orderId);
    }
    await world.passUntil(day(20));
    for (const orderId of slow) await act({ type: "CompleteManufacturing", operator: anna }, orderId);
    await approved();
    await take();
    await world.passUntil(day(21));
    const [[type, when] = []] = risksOf(world);
    expect(type).toBe("PromiseAtRisk");
    expect((when ?? "") < day(20.1)).toBe(true);
  });

  test("that was kept has no risk and no timers", async () => {
    const { approved, take, act, world } = await working();
    await approved();
    await take();
    await act({ type: "CompleteManufacturing", operator: anna });
    await act({ type: "StartPackaging" });
    await act(commands.ShipOrder);
    await world.passUntil(day(25));
    expect(risksOf(world)).toEqual([]);
  });
});
