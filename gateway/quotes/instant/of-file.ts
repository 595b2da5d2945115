import { Elysia } from "elysia";
import { isRead, type Unread } from "#actors/client.ts";
import { QuoteOfFileQuery, QuoteWritten } from "#contracts/api/quotes.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { QuoteAnswered } from "#contracts/quote/commands.ts";
import type { OwnerId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import type { GatewayDeps } from "../../deps.ts";
import { type Incoming, incoming } from "../../incoming.ts";
import { idempotencyKey } from "../../orders/conditions.ts";
import type { Intent } from "../../orders/dispatch.ts";
import { only } from "../../plugins/auth.ts";
import { wishOf } from "../entry.ts";
import { answerQuote, type QuoteSide } from "../side.ts";
import { answeredWith } from "./answered.ts";

/** How long a file may take from the last byte here to the store, ms; then the quote's timer gives it up. */
const storeWithinMs = 15 * 60_000;

interface Asked {
  readonly owner: OwnerId;
  readonly query: QuoteOfFileQuery;
  readonly upload: Incoming;
}

type Wish = Parameters<GatewayDeps["instant"]["answerFrom"]>[0];
const answerFrom = async ({ instant }: GatewayDeps, wish: Wish, found: ModelFacts | Unread) => {
  if (isRead(found)) return instant.answerFrom(wish, found);
  return found.finding && ({ findings: [found.finding] } satisfies QuoteAnswered);
};

/**
 * A quote for the file that streams by: what it costs is known a moment after its last byte, and one commit takes it down.
 * The store may need longer; the quote says so until it knows that the file is kept, and nothing is ordered before.
 */
async function quoteFile(deps: GatewayDeps, { channel }: QuoteSide, { owner, query, upload }: Asked, by: Intent) {
  const { name, unit, material, finishing, quantity, leadTime, ...rest } = query;
  const choice = { material, finishing, quantity, ...(leadTime === undefined ? {} : { leadTime }) };
  const asked = await wishOf(deps, owner, channel, { goods: { kind: "model" }, choice, ...rest });
  const file = { owner, name, unit };
  const model = deps.models.announce(file, upload, by);
  const found = await model.found;
  const { bytes, sha256 } = found;
  const wish = { ...asked, model: { modelId: model.modelId, name, unit, bytes, sha256 } };
  const intent = { ...by, parameters: { ...query, sha256 } };
  const answered = await answerFrom(deps, wish, found);
  if (!answered || !deps.storing.hasRoom()) {
    await model.recorded();
    const accepted = await deps.quotes.request(owner, answered ? { ...wish, answered } : wish, intent);
    return { accepted, answered, modelId: model.modelId };
  }
  const storeBy = new Date(deps.now() + storeWithinMs).toISOString();
  const accepted = await deps.quotes.request(owner, { ...wish, answered, storeBy }, intent).catch((error: unknown) => {
    void model.recorded().catch(() => {}); // It may have been taken down all the same; a retry finds the model.
    throw error;
  });
  void deps.storing.follow(accepted.id, model);
  return { accepted, answered, modelId: model.modelId };
}

/** The model and the wish in one request: the body is the file, the query says how it is to be made. */
export function quotesOfFiles(
  deps: GatewayDeps,
  on: QuoteSide,
  ownerOf: (principal: Principal, given: unknown) => OwnerId,
) {
  const { side } = on;
  return new Elysia().use(only(deps.authenticate, ...side.access)).post(
    "/quotes/model",
    async ({ query, headers, principal, request, set }) => {
      const intent = { principal, key: idempotencyKey(headers, side.keyRequired) };
      const file = { owner: ownerOf(principal, query), query, upload: incoming(request) };
      const { accepted, answered, modelId } = await quoteFile(deps, on, file, intent);
      const shown = await answeredWith(deps, accepted, answered, principal);
      set.status = shown ? 201 : 202;
      set.headers["location"] = `${side.prefix}/quotes/${accepted.id}`;
      return { ...answerQuote(deps, on, set, accepted), modelId, ...shown };
    },
    {
      parse: "none",
      query: QuoteOfFileQuery,
      response: { 201: QuoteWritten, 202: QuoteWritten },
      detail: { summary: "Ask for a price of a model: the body is the file", tags: [side.tag] },
    },
  );
}
