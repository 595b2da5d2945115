import type { z } from "zod";
import type { PlaceOrderBody } from "#contracts/api/orders.ts";
import type { OrderCommand } from "#contracts/order/commands.ts";
import type { Channel } from "#contracts/order/parts.ts";
import type { AccountId } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../deps.ts";
import { modelRef } from "../models.ts";
import { ProblemError } from "../problem.ts";

/** The command of a company's order in one step, with its contract and its model looked up. Throws ProblemError. */
export async function placeOrder(
  { keys, models }: GatewayDeps,
  owner: AccountId,
  channel: Channel,
  { modelId, ...body }: z.infer<typeof PlaceOrderBody>,
): Promise<OrderCommand> {
  const account = await keys.account(owner);
  if (account?.kind !== "company") throw new ProblemError("account/not-found");
  const { contractLimit } = account;
  const model = modelId === undefined ? {} : { model: modelRef(await models.read(modelId, owner)) };
  return { type: "PlaceOrder", owner, channel, contractLimit, ...body, ...model };
}
