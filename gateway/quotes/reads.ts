import { Elysia } from "elysia";
import { z } from "zod";
import { QuoteView } from "#contracts/api/quotes.ts";
import { QuoteId } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../deps.ts";
import { eventsOfAggregate } from "../feeds/aggregate-events.ts";
import type { Tell } from "../feeds/frame.ts";
import { etagOf } from "../orders/conditions.ts";
import { only } from "../plugins/auth.ts";
import type { QuoteSide } from "./side.ts";
import { quoteView } from "./view.ts";

const params = z.object({ quoteId: QuoteId });
const after = z.strictObject({ after: z.string().max(4_000).optional() });

/** What sellers talk over among themselves. */
const amongSellers = new Set(["OverrideProposed"]);

/** One quote, and what happens to it. */
export function quoteReads(deps: GatewayDeps, on: QuoteSide) {
  const { side } = on;
  const tags = [side.tag];
  const tell: Tell = (event) => (side.own && amongSellers.has(event.type.split(".")[1] ?? "") ? undefined : event);
  return new Elysia()
    .use(only(deps.authenticate, ...side.access))
    .get(
      "/quotes/:quoteId",
      async ({ params: { quoteId }, principal, set }) => {
        const found = await deps.quotes.read(quoteId, principal);
        set.headers["etag"] = etagOf(found.version);
        set.headers["cache-control"] = "private, no-cache";
        return quoteView(quoteId, found, on);
      },
      { params, response: { 200: QuoteView }, detail: { summary: "One quote, as of now", tags } },
    )
    .get(
      "/quotes/:quoteId/events",
      async ({ params: { quoteId }, query, principal, headers, request, server }) => {
        await deps.quotes.read(quoteId, principal);
        return eventsOfAggregate(deps, quoteId, { query, headers, request, server }, tell);
      },
      {
        params,
        query: after,
        detail: { summary: "A quote's events: JSON, or server-sent events that resume by version", tags },
      },
    );
}
