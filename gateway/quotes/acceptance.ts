import { Elysia } from "elysia";
import { z } from "zod";
import { NothingBody } from "#contracts/api/orders.ts";
import { QuoteOrdered } from "#contracts/api/quotes.ts";
import { orderOf } from "#contracts/quote/order.ts";
import { type OrderId, QuoteId } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../deps.ts";
import { parameter } from "../openapi/parameters.ts";
import { idempotencyKey, requiredIfMatch } from "../orders/conditions.ts";
import type { Intent } from "../orders/dispatch.ts";
import { answerCreated } from "../orders/verbs.ts";
import { only } from "../plugins/auth.ts";
import { ProblemError } from "../problem.ts";
import { orderIdOf } from "./quote-id.ts";
import type { QuoteSide } from "./side.ts";

/**
 * Accepts the quote, then places its order. The acceptance names the order and holds all of it, so what is cut off in
 * between is finished by a process, and a retry of either half finds it done.
 */
async function order({ quotes, orders, now }: GatewayDeps, quoteId: QuoteId, intent: Intent) {
  const { principal } = intent;
  const { quote } = await quotes.read(quoteId, principal);
  const command = { type: "AcceptQuote", orderId: orderIdOf(quote, now()) } as const;
  // The month in the order's id may be another one when a retry comes: the first answer says which order it was.
  const { outcome } = await quotes.act(quoteId, command, { ...intent, parameters: {} });
  const { orderId } = outcome as { orderId: OrderId };
  const after = await quotes.read(quoteId, principal);
  if (after.quote.accepted?.orderId !== orderId) throw new ProblemError("order/not-found");
  const placing = orderOf(after.quote, after.quote.accepted.by);
  const placed = await orders.act(orderId, placing, { principal, key: `quoted-order:${orderId}` });
  return { ...placed, id: orderId };
}

/** Ordering what was quoted, at the quoted price. */
export function quoteAcceptance(deps: GatewayDeps, { side }: QuoteSide) {
  return new Elysia().use(only(deps.authenticate, ...side.access)).post(
    "/quotes/:quoteId/accept",
    async ({ params: { quoteId }, headers, principal, request, set }) => {
      const placed = await order(deps, quoteId, {
        principal,
        key: idempotencyKey(headers, side.keyRequired),
        ifVersion: requiredIfMatch(headers),
        own: side.own,
      });
      return { ...answerCreated(deps, side, { request, set }, placed), quoteId };
    },
    {
      params: z.object({ quoteId: QuoteId }),
      body: NothingBody,
      response: { 201: QuoteOrdered },
      detail: {
        summary: "Accept the price: the quote becomes an order",
        tags: [side.tag],
        parameters: [parameter("IfMatchRequired")],
      },
    },
  );
}
