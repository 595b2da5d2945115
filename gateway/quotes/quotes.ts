import type { Send } from "#actors/client.ts";
import type { Accepted } from "#contracts/command/message.ts";
import type { QuoteCommand } from "#contracts/quote/commands.ts";
import type { Quote } from "#contracts/quote/quote.ts";
import type { OwnerId, QuoteId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import type { Dispatch, Intent } from "../orders/dispatch.ts";
import { ProblemError } from "../problem.ts";
import { quoteIds } from "./quote-id.ts";

const readWithinMs = 2_000;

export interface QuoteAt {
  readonly version: number;
  readonly quote: Quote;
}
type Wish = Omit<Extract<QuoteCommand, { type: "RequestQuote" }>, "quoteId">;

/** Quotes as routes use them: read one, ask for one, do something with one. */
export function quoteService(send: Send, dispatch: Dispatch, now: () => number) {
  async function find(id: QuoteId): Promise<QuoteAt | undefined> {
    const reply = await send({ kind: "read", aggregate: id, deadline: now() + readWithinMs });
    if (reply.kind === "unavailable") throw ProblemError.unavailable(reply);
    if (reply.kind !== "state" || reply.version === 0) return undefined;
    return { version: reply.version, quote: reply.state as Quote };
  }

  return {
    /** The quote as of the log's head, if this principal may see it; what belongs to others is not there. */
    read: async (id: QuoteId, principal: Principal): Promise<QuoteAt> => {
      const found = await find(id);
      const isOwner = ["customer", "partner"].includes(principal.access);
      if (!found || (isOwner && found.quote.owner !== principal.id)) throw new ProblemError("quote/not-found");
      return found;
    },
    /** Asks for the quote this key stands for, or answers as it was answered first. */
    request: async (owner: OwnerId, wish: Wish, intent: Intent): Promise<Accepted & { id: QuoteId }> => {
      const [first, ...rest] = quoteIds(owner, intent.key, now());
      // A retry over the turn of a month finds the quote of the month before.
      const id = rest[0] === undefined || (await find(first)) ? first : rest[0];
      return { ...(await dispatch(id, { ...wish, quoteId: id }, intent)), id };
    },
    act: (id: QuoteId, command: QuoteCommand, intent: Intent): Promise<Accepted> => dispatch(id, command, intent),
  };
}
export type QuoteService = ReturnType<typeof quoteService>;
