import { orderHistory } from "#contracts/order/history.ts";
import { deadlineSystem } from "#contracts/shared/principal.ts";
import { type ProcessManager, type Reaction, reactTo } from "../runtime/processes/process-manager.ts";

/** The timers' names, for ever. */
const missed = "promise";
const escalation = "promise-escalation";
const kept = (): readonly Reaction[] => [{ cancel: missed }, { cancel: escalation }];

/** Half of the time that is left is for those who make it; then somebody else must know. */
const halfway = (at: string, promiseBy: string): string => {
  const [from, to] = [Date.parse(at), Date.parse(promiseBy)];
  return new Date(from + Math.max(0, to - from) / 2).toISOString();
};

/** Follows what was promised: tells when it is missed, and before that, when nothing has come of a warning. */
export const promises: ProcessManager = {
  name: "promises",
  by: deadlineSystem.id,
  react: reactTo("ord", orderHistory, {
    // What the first releases approved was promised nothing that is known.
    ManufacturingApproved: ({ promiseBy }) =>
      promiseBy === undefined ? [] : [{ arm: missed, at: promiseBy, command: { type: "MissPromise" } }],
    PromiseAtRisk: ({ at, promiseBy }) => [
      { arm: escalation, at: halfway(at, promiseBy), command: { type: "EscalatePromise" } },
    ],
    PromiseSafe: () => [{ cancel: escalation }],
    OrderShipped: kept,
    OrderCancelled: kept,
    OrderRejected: kept,
  }),
};
