import { Elysia } from "elysia";
import { z } from "zod";
import { NothingBody } from "#contracts/api/orders.ts";
import { OverrideQuoteBody, QuoteWritten, RequoteBody } from "#contracts/api/quotes.ts";
import type { QuoteCommand } from "#contracts/quote/commands.ts";
import { QuoteId } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../deps.ts";
import { parameter } from "../openapi/parameters.ts";
import { idempotencyKey, ifMatch, requiredIfMatch } from "../orders/conditions.ts";
import { only } from "../plugins/auth.ts";
import { answerQuote, type QuoteSide, type QuoteVerb } from "./side.ts";

interface Change {
  readonly verb: QuoteVerb;
  readonly summary: string;
  readonly body: z.ZodType;
  /** A person decides on what they saw, and must say which version that was. */
  readonly onWhatWasSeen: boolean;
  /** The price follows by itself. */
  readonly status: 200 | 202;
  readonly command: (body: unknown, deps: GatewayDeps) => QuoteCommand;
}

const requote: Change = {
  verb: "requote",
  summary: "Ask for a new price: other options, or today's price book",
  body: RequoteBody,
  onWhatWasSeen: false,
  status: 202,
  command: (body) => ({ type: "Requote", ...RequoteBody.parse(body) }),
};
const override: Change = {
  verb: "override",
  summary: "Set another price, with a reason; a large difference waits for another seller's approval",
  body: OverrideQuoteBody,
  onWhatWasSeen: true,
  status: 200,
  command: (body, { approvalAbovePermille }) => ({
    type: "OverrideQuote",
    approvalAbovePermille,
    ...OverrideQuoteBody.parse(body),
  }),
};
const approve: Change = {
  verb: "approve-override",
  summary: "Approve the price another seller has asked for",
  body: NothingBody,
  onWhatWasSeen: true,
  status: 200,
  command: () => ({ type: "ApproveOverride" }),
};

/** What can be done to a quote but accepting it. */
export function quoteChanges(deps: GatewayDeps, on: QuoteSide) {
  const { side, verbs } = on;
  const app = new Elysia().use(only(deps.authenticate, ...side.access));
  for (const change of [requote, override, approve].filter(({ verb }) => verbs.includes(verb))) {
    const { verb, summary, body, onWhatWasSeen, status, command } = change;
    app.post(
      `/quotes/:quoteId/${verb}`,
      async ({ params: { quoteId }, body: given, headers, principal, set }) => {
        const accepted = await deps.quotes.act(quoteId, command(given, deps), {
          principal,
          key: idempotencyKey(headers, side.keyRequired),
          ifVersion: onWhatWasSeen ? requiredIfMatch(headers) : ifMatch(headers),
          own: side.own,
          // The limit may be configured anew between a request and its retry.
          parameters: given ?? {},
        });
        set.status = status;
        return answerQuote(deps, on, set, { ...accepted, id: quoteId });
      },
      {
        params: z.object({ quoteId: QuoteId }),
        body,
        response: { [status]: QuoteWritten },
        detail: { summary, tags: [side.tag], parameters: [parameter(onWhatWasSeen ? "IfMatchRequired" : "IfMatch")] },
      },
    );
  }
  return app;
}
