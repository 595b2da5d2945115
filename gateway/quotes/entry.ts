import type { z } from "zod";
import type { RequestQuoteBody } from "#contracts/api/quotes.ts";
import type { Channel } from "#contracts/order/parts.ts";
import { AccountId, type OwnerId } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../deps.ts";
import { modelRef } from "../models.ts";
import { ProblemError } from "../problem.ts";

/** What is asked for, with the owner's contract and model looked up. Nothing of the model is read. Throws ProblemError. */
export async function quoteWish(
  { keys, models }: GatewayDeps,
  owner: OwnerId,
  channel: Channel,
  { modelId, ...body }: z.infer<typeof RequestQuoteBody>,
) {
  const model = modelId === undefined ? {} : { model: modelRef(await models.read(modelId, owner)) };
  const wish = { type: "RequestQuote", owner, channel, ...body, ...model } as const;
  const company = AccountId.safeParse(owner);
  if (!company.success) return wish;
  const account = await keys.account(company.data);
  if (account?.kind !== "company") throw new ProblemError("account/not-found");
  return { ...wish, contractLimit: account.contractLimit };
}
