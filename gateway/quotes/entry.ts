import type { z } from "zod";
import type { RequestQuoteBody } from "#contracts/api/quotes.ts";
import type { Channel } from "#contracts/order/parts.ts";
import { AccountId, type OwnerId } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../deps.ts";
import { modelRef } from "../models.ts";
import { ProblemError } from "../problem.ts";

type Asked = Omit<z.infer<typeof RequestQuoteBody>, "modelId">;

/** What is asked for, with the owner's contract looked up. Throws ProblemError. */
export async function wishOf({ keys }: Pick<GatewayDeps, "keys">, owner: OwnerId, channel: Channel, asked: Asked) {
  const wish = { type: "RequestQuote", owner, channel, ...asked } as const;
  const company = AccountId.safeParse(owner);
  if (!company.success) return wish;
  const account = await keys.account(company.data);
  if (account?.kind !== "company") throw new ProblemError("account/not-found");
  return { ...wish, contractLimit: account.contractLimit };
}

/** The same with the model looked up, where there is one. Nothing of the model is read. Throws ProblemError. */
export async function quoteWish(
  deps: GatewayDeps,
  owner: OwnerId,
  channel: Channel,
  { modelId, ...asked }: z.infer<typeof RequestQuoteBody>,
) {
  const model = modelId === undefined ? {} : { model: modelRef(await deps.models.read(modelId, owner)) };
  return { ...(await wishOf(deps, owner, channel, asked)), ...model };
}
