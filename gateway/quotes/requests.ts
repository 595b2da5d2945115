import { Elysia } from "elysia";
import type { z } from "zod";
import { QuoteWritten, type RequestQuoteBody } from "#contracts/api/quotes.ts";
import type { OwnerId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import type { GatewayDeps } from "../deps.ts";
import { idempotencyKey } from "../orders/conditions.ts";
import { only } from "../plugins/auth.ts";
import { quoteWish } from "./entry.ts";
import { answeredWith } from "./instant/answered.ts";
import { answerQuote, type QuoteSide } from "./side.ts";

/**
 * Asking for a price: taken down at once, whatever the model's size. Where its facts are known the answer has the price;
 * else it follows by itself.
 */
export function quoteRequests(
  deps: GatewayDeps,
  on: QuoteSide,
  schema: z.ZodObject,
  ownerOf: (principal: Principal, given: unknown) => OwnerId,
) {
  const { side, channel } = on;
  return new Elysia().use(only(deps.authenticate, ...side.access)).post(
    "/quotes",
    async ({ body: given, headers, principal, set }) => {
      const owner = ownerOf(principal, given);
      const intent = { principal, key: idempotencyKey(headers, side.keyRequired), parameters: given };
      const { accountId: _, ...body } = given as z.infer<typeof RequestQuoteBody> & { accountId?: string };
      const wish = await quoteWish(deps, owner, channel, body);
      const answered = await deps.instant.answerTo(wish);
      const accepted = await deps.quotes.request(owner, answered ? { ...wish, answered } : wish, intent);
      const { modelId } = body;
      // Beside the answer: nobody waits for it.
      if (modelId && !accepted.replayed)
        void deps.estimates.begin(accepted.id, wish, () => deps.models.read(modelId, owner));
      const shown = await answeredWith(deps, accepted, answered, principal);
      set.status = shown ? 201 : 202;
      set.headers["location"] = `${side.prefix}/quotes/${accepted.id}`;
      return { ...answerQuote(deps, on, set, accepted), ...shown };
    },
    {
      body: schema,
      response: { 201: QuoteWritten, 202: QuoteWritten },
      detail: { summary: "Ask for a price without ordering", tags: [side.tag] },
    },
  );
}
