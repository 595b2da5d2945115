import { OperatorId, OrderId, toBase32 } from "#contracts/shared/ids.ts";
import type { WorkshopCommand } from "#contracts/workshop/commands.ts";
import type { WorkshopEvent } from "#contracts/workshop/events.ts";

/** Nouns of the workshop's tests. Fixed ids and dates; each takes what a test wants to say and fills in the rest. */
type Event<Type> = Extract<WorkshopEvent, { type: Type }>;
type Command<Type> = Extract<WorkshopCommand, { type: Type }>;

export const at = "2026-11-22T08:00:00.000Z";
const fact = { v: 1, at } as const;
const serial = (n: number): string => toBase32(new Uint8Array(new BigUint64Array([BigInt(n), 0n]).buffer));

export const order = (n: number) => OrderId.parse(`ord_2611${serial(n)}`);
export const operator = (n: number) => OperatorId.parse(`opr_${serial(n)}`);
export const anna = operator(1);
export const ben = operator(2);

type Registered = Event<"OperatorRegistered">;
export const registered = (who: OperatorId, more: Partial<Registered> = {}): WorkshopEvent => ({
  ...{ type: "OperatorRegistered", ...fact, operator: who, skills: ["*"], cap: 5 },
  ...more,
});
export const onShift = (who: OperatorId, more: Partial<Registered> = {}): WorkshopEvent[] => [
  registered(who, more),
  { type: "ShiftChanged", ...fact, operator: who, shift: "on" },
];
export const automatic: WorkshopEvent = { type: "WorkshopConfigured", ...fact, automatic: true };
export const paying: WorkshopEvent = { type: "WorkshopConfigured", ...fact, pay: { amount: 7_50, currency: "EUR" } };

export const queued = (n: number, more: Partial<Event<"JobEnqueued">> = {}): WorkshopEvent => ({
  ...{ type: "JobEnqueued", ...fact, orderId: order(n), round: 6, priority: 0 },
  ...more,
});
export const until = "2026-11-22T08:02:00.000Z";
export const workUntil = "2026-11-25T08:00:00.000Z";
export const taken = (n: number, by = anna): WorkshopEvent[] => [
  queued(n),
  { type: "JobTaken", ...fact, orderId: order(n), operator: by, until },
];
export const started = (n: number, by = anna): WorkshopEvent[] => [
  ...taken(n, by),
  { type: "JobConfirmed", ...fact, orderId: order(n), operator: by, round: 7, until: workUntil },
];
export const finished = (n: number, by = anna): WorkshopEvent[] => [
  ...started(n, by),
  { type: "JobFinished", ...fact, orderId: order(n), operator: by, pay: { amount: 7_50, currency: "EUR" } },
];

export const enqueue = (n: number, more: Partial<Command<"EnqueueJob">> = {}): WorkshopCommand => ({
  ...{ type: "EnqueueJob", orderId: order(n), round: 6, priority: 0 },
  ...more,
});
export const take = (n: number, by = anna, more: Partial<Command<"TakeJob">> = {}): WorkshopCommand => ({
  ...{ type: "TakeJob", orderId: order(n), round: 6, priority: 0, operator: by },
  ...more,
});
