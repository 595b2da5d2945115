import { Elysia } from "elysia";
import type { z } from "zod";
import type { OwnerId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import type { GatewayDeps } from "../deps.ts";
import { quoteAcceptance } from "./acceptance.ts";
import { quoteChanges } from "./changes.ts";
import { quotesOfFiles } from "./instant/of-file.ts";
import { quoteReads } from "./reads.ts";
import { quoteRequests } from "./requests.ts";
import type { QuoteSide } from "./side.ts";
import { quoteWhatIf } from "./what-if.ts";

/** What a request for a quote says, and whose the quote will be. */
export interface QuoteOwner {
  readonly body: z.ZodObject;
  readonly of: (principal: Principal, given: unknown) => OwnerId;
}

/** All of a side's quotes. */
export function quoteRoutes(deps: GatewayDeps, on: QuoteSide, { body, of }: QuoteOwner) {
  const routes = new Elysia()
    .use(quoteReads(deps, on))
    .use(quoteAcceptance(deps, on))
    .use(quoteChanges(deps, on))
    .use(quoteWhatIf(deps, on))
    .use(quoteRequests(deps, on, body, of));
  // Sellers have the company's model first: it is named beside whose it is.
  return on.side.own ? routes.use(quotesOfFiles(deps, on, of)) : routes;
}
