import type { OperatorId } from "#contracts/shared/ids.ts";
import { values } from "#contracts/workshop/buckets.ts";
import type { WorkshopCommand } from "#contracts/workshop/commands.ts";
import type { WorkshopEvent } from "#contracts/workshop/events.ts";
import { emptyWorkshop, evolveWorkshop, operatorIn, type Workshop } from "#contracts/workshop/workshop.ts";
import { type Decider, type Given, type Rejection, reject } from "../runtime/decider.ts";
import { andAssign, assignments } from "./assign.ts";
import { assignByHand, enqueue, expireLeases, handOver, registered, take, withdraw } from "./claims.ts";
import { progress } from "./progress.ts";
import { watch } from "./promises.ts";

type Of<Type> = Extract<WorkshopCommand, { type: Type }>;
type Decision = readonly WorkshopEvent[] | Rejection;

/** Comes on shift, has a break, or leaves; who is not known yet is from then on. */
function changeShift(workshop: Workshop, { operator, shift }: Of<"ChangeShift">, { at }: Given): Decision {
  if ((operatorIn(workshop, operator)?.shift ?? "off") === shift) return [];
  const events = [...registered(workshop, operator, at), { type: "ShiftChanged", v: 1, at, operator, shift } as const];
  return andAssign(workshop, events, at);
}

/** Settings that are not what they are already. */
function configure(workshop: Workshop, { type: _, ...wanted }: Of<"ConfigureWorkshop">, { at }: Given): Decision {
  const given = Object.entries(wanted).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(workshop[name as keyof Workshop]),
  );
  if (given.length === 0) return [];
  return andAssign(workshop, [{ type: "WorkshopConfigured", v: 1, at, ...Object.fromEntries(given) }], at);
}

const known = (workshop: Workshop, id: OperatorId): boolean => operatorIn(workshop, id) !== undefined;

/** Who works on what, as a pure table: one row a command. */
export const workshopDecider: Decider<Workshop, WorkshopCommand, WorkshopEvent> = {
  initial: emptyWorkshop,
  evolve: evolveWorkshop,
  decide: {
    ...progress,
    ConfigureWorkshop: configure,
    RegisterOperator: (workshop, { type: _, ...operator }, { at }) =>
      known(workshop, operator.operator)
        ? reject("operator/already-exists")
        : [{ type: "OperatorRegistered", v: 1, at, ...operator }],
    ChangeOperator: (workshop, { type: _, ...change }, { at }) =>
      known(workshop, change.operator)
        ? andAssign(workshop, [{ type: "OperatorChanged", v: 1, at, ...change }], at)
        : reject("operator/not-found"),
    ChangeShift: changeShift,
    EnqueueJob: enqueue,
    TakeJob: take,
    AssignJob: assignByHand,
    AssignJobs: (workshop, _, { at }) => assignments(workshop, at),
    HandOverJob: handOver,
    WithdrawJob: withdraw,
    ExpireLeases: (workshop, _, given) => expireLeases(workshop, values(workshop.jobs), given),
    WatchPromises: (workshop, _, { at }) => watch(workshop, at),
    CorrectLedger: (workshop, { operator, amount, currency, reason, orderId }, { at, by }) => {
      if (!known(workshop, operator)) return reject("operator/not-found");
      const about = orderId === undefined ? {} : { orderId };
      return [{ type: "LedgerCorrected", v: 1, at, operator, pay: { amount, currency }, reason, by, ...about }];
    },
  },
};
