import type { OrderCommand } from "#contracts/order/commands.ts";
import type { Order } from "#contracts/order/order.ts";
import { nextActions, type OrderAction } from "#contracts/order/rules.ts";
import { acceptBy, choice, company, customer, model, type Orders, operator, orderId, price } from "./orders.ts";

type Random = (below: number) => number;

/** mulberry32: a small seeded generator, so that a failure can be had again. */
function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below;
  };
}
const pick = <const T>(random: Random, items: readonly [T, ...T[]]): T =>
  items[Math.floor(random(items.length))] ?? items[0];

/** Texts that JSON, Postgres and people disagree about. */
const texts = ["because", 'O\'Neil "x" \\u0000', "zero \0 byte", "half \ud83d of a pair", "ぎんの指輪 💍"] as const;

const starts = (random: Random): OrderCommand => {
  const opening = { goods: { kind: "model" }, country: "DE", reference: pick(random, texts) } as const;
  if (random(3) < 2)
    return { type: "StartOrder", owner: customer(pick(random, [1, 2, 3])), channel: "shop", ...opening };
  const channel = pick(random, ["partner", "crm"]);
  const owner = company(pick(random, [1, 2]));
  return { type: "PlaceOrder", owner, channel, ...opening, contractLimit: 10_000, model, choice };
};

const worker = (order: Order) => order.operator ?? operator(1);

const byAction: Record<OrderAction, (order: Order, random: Random) => OrderCommand> = {
  AttachModel: () => ({ type: "AttachModel", model }),
  SubmitOrder: () => ({ type: "SubmitOrder", choice }),
  AcceptPrice: () => ({ type: "AcceptPrice" }),
  OverridePrice: (_, random) => ({ type: "OverridePrice", net: 50_00, reason: pick(random, texts) }),
  ApproveManufacturing: () => ({ type: "ApproveManufacturing" }),
  StartManufacturing: (_, random) => ({ type: "StartManufacturing", operator: operator(pick(random, [1, 2])) }),
  CompleteManufacturing: (order) => ({ type: "CompleteManufacturing", operator: worker(order) }),
  PauseWork: (order, random) => ({ type: "PauseWork", operator: worker(order), reason: pick(random, texts) }),
  ContinueWork: (order) => ({ type: "ContinueWork", operator: worker(order) }),
  ReturnToQueue: (order, random) => ({ type: "ReturnToQueue", operator: worker(order), reason: pick(random, texts) }),
  HandOver: (order) => ({
    type: "HandOver",
    from: worker(order),
    to: operator(order.operator === operator(1) ? 2 : 1),
  }),
  ReworkOrder: (_, random) => ({ type: "ReworkOrder", reason: pick(random, texts) }),
  ScrapOrder: (_, random) => ({ type: "ScrapOrder", reason: pick(random, texts) }),
  UndoStage: (order) => ({ type: "UndoStage", operator: worker(order) }),
  StartPackaging: () => ({ type: "StartPackaging" }),
  ShipOrder: () => ({ type: "ShipOrder", carrier: "Post", trackingNumber: "TRACK-1" }),
  CloseOrder: () => ({ type: "CloseOrder" }),
  CancelOrder: (_, random) => ({ type: "CancelOrder", reason: pick(random, texts) }),
  RejectOrder: (_, random) => ({ type: "RejectOrder", reason: pick(random, texts) }),
  HoldOrder: (_, random) => ({ type: "HoldOrder", reason: pick(random, texts) }),
  ResumeOrder: () => ({ type: "ResumeOrder" }),
};

const unreadable = { code: "model/unreadable", severity: "error", message: "This is no model." } as const;

function next(order: Order, random: Random): OrderCommand | undefined {
  const { submission } = order;
  if (order.status === "SUBMITTED" && random(4) < 3) {
    return random(5) < 4
      ? { type: "RecordPrice", submission, price: price(Math.floor(random(20_000))), acceptBy, findings: [] }
      : { type: "RecordPricingFailure", submission, findings: [unreadable] };
  }
  const actions = nextActions(order);
  // Endings are always allowed: taken as often as steps, few orders would come far.
  const steps = actions.filter(
    (action) =>
      !/^(CancelOrder|RejectOrder|HoldOrder|PauseWork|ReturnToQueue|HandOver|ReworkOrder|ScrapOrder|UndoStage)$/.test(
        action,
      ),
  );
  const [first, ...others] = steps.length > 0 && random(10) < 9 ? steps : actions;
  return first && byAction[pick(random, [first, ...others])](order, random);
}

/** Takes `steps` steps with orders number 1 to `orders`, in an order nobody would think of, each legal. */
export function randomLives(
  orders: Orders,
  { count, steps, seed }: { count: number; steps: number; seed: number },
): void {
  const random = seeded(seed);
  for (let step = 0; step < steps; step++) {
    const id = orderId(1 + Math.floor(random(count)));
    const order = orders.state(id);
    const command = order ? next(order, random) : starts(random);
    if (command) orders.commit(id, command);
  }
}
