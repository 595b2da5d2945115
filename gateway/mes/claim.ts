import type { OrderCommand } from "#contracts/order/commands.ts";
import { jobOf } from "#contracts/order/production/job.ts";
import { refusalOf } from "#contracts/order/rules.ts";
import { mainWorkshop, type OrderId } from "#contracts/shared/ids.ts";
import { workshopSystem } from "#contracts/shared/principal.ts";
import type { WorkshopCommand } from "#contracts/workshop/commands.ts";
import type { GatewayDeps } from "../deps.ts";
import type { Intent } from "../orders/dispatch.ts";
import type { Through } from "../orders/verbs.ts";
import { ProblemError } from "../problem.ts";
import { withHolder } from "./holder.ts";

type Of<Type> = Extract<OrderCommand, { type: Type }>;

/** The intent of the workshop's part of a request: its own key, that a retry finds again. */
const partOf = ({ principal, key }: Intent, parameters: unknown): Intent => ({
  ...{ principal, parameters },
  key: key === undefined ? undefined : `${key}/workshop`,
});

/** Why an order that was claimed could not be started after all, as the workshop puts it. */
const whyOf = (code: string): "refused" | "held" | "gone" => {
  if (code === "order/on-hold") return "held";
  return code === "order/illegal-transition" ? "gone" : "refused";
};

/** Gives a claim back that came to nothing. Should it not arrive, the claim's lease ends by itself. */
async function giveBack({ dispatch }: GatewayDeps, orderId: OrderId, operator: string, code: string): Promise<void> {
  const command = { type: "WithdrawJob", orderId, operator, why: whyOf(code) };
  await dispatch(mainWorkshop, command, { principal: workshopSystem, key: undefined }).catch(() => {});
}

/** Claims the order in the workshop if it is free to be started on what was seen; else its own log says what is wrong. */
async function claim(deps: GatewayDeps, orderId: OrderId, { operator }: Of<"StartManufacturing">, intent: Intent) {
  const { principal, ifVersion } = intent;
  const { version, order } = await deps.orders.read(orderId, principal);
  const isAsSeen = ifVersion === undefined || ifVersion === version;
  if (!isAsSeen || refusalOf(order, "StartManufacturing")) return false;
  const command = { type: "TakeJob", operator, orderId, round: version, ...jobOf(order) } satisfies WorkshopCommand;
  await deps.dispatch(mainWorkshop, command, partOf(intent, { orderId, operator }));
  return true;
}

/** Takes an order: the workshop lets one operator have it, then the order is started. */
export const takeThenStart: Through = async (deps, orderId, command, intent) => {
  const taken = command as Of<"StartManufacturing">;
  const refuse = async (error: unknown) => {
    throw await withHolder(deps, orderId, taken.operator, error);
  };
  const isClaimed = await claim(deps, orderId, taken, intent).catch(refuse);
  return deps.orders.act(orderId, command, intent).catch(async (error: unknown) => {
    const { status = 0, code = "" } = error instanceof ProblemError ? error.problem : {};
    if (isClaimed && status >= 400 && status < 500) await giveBack(deps, orderId, taken.operator, code);
    return refuse(error);
  });
};

/** Hands an order over: the workshop knows whether the colleague is there, can do it, and has room for it. */
export const handOverThere: Through = async (deps, orderId, command, intent) => {
  const { from, to } = command as Of<"HandOver">;
  const { version, order } = await deps.orders.read(orderId, intent.principal);
  const isAsSeen = intent.ifVersion === undefined || intent.ifVersion === version;
  const { ifVersion: _, ...whatever } = intent;
  if (order.operator === to) return deps.orders.act(orderId, command, whatever); // It was done when this was first asked.
  if (!isAsSeen || order.operator !== from || refusalOf(order, "HandOver")) {
    return deps.orders.act(orderId, command, intent);
  }
  const part = partOf(intent, { orderId, from, to });
  await deps.dispatch(mainWorkshop, { type: "HandOverJob", orderId, from, to }, part);
  // The workshop's word may have come to the order before this, and made it another version.
  return deps.orders.act(orderId, command, whatever);
};
