import type { OperatorId, OrderId } from "#contracts/shared/ids.ts";
import { get } from "#contracts/workshop/buckets.ts";
import type { GatewayDeps } from "../deps.ts";
import { type ProblemCode, ProblemError } from "../problem.ts";
import { readWorkshop } from "./workshop/reads.ts";

/** What an operator is refused with when a colleague was faster; the order itself will be another one in a moment. */
const lost = new Map<string, ProblemCode>([
  ["workshop/taken", "command/stale"],
  ["command/stale", "command/stale"],
  ["order/illegal-transition", "order/illegal-transition"],
]);

/** The refusal of a race that was lost says who has the order now, because who asks is a colleague; others stay as they are. */
export async function withHolder(
  deps: GatewayDeps,
  orderId: OrderId,
  operator: OperatorId,
  error: unknown,
): Promise<unknown> {
  const was = error instanceof ProblemError ? error.problem.code : "";
  const code = lost.get(was);
  if (code === undefined) return error;
  // The workshop knows before the order does; without its word the answer is still right.
  const workshop = await readWorkshop(deps).then(
    (read) => read.workshop,
    () => undefined,
  );
  const job = workshop && get(workshop.jobs, orderId);
  const holder = job?.claim?.operator ?? job?.done?.operator;
  if (holder === undefined || holder === operator) return code === was ? error : new ProblemError(code);
  const name = workshop?.operators[holder]?.name ?? "Another operator";
  return new ProblemError(code, { detail: `${name} has taken this order.`, holder });
}
