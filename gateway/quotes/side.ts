import type { QuoteWritten } from "#contracts/api/quotes.ts";
import type { Channel } from "#contracts/order/parts.ts";
import type { QuoteStatus } from "#contracts/quote/parts.ts";
import type { QuoteAction } from "#contracts/quote/rules.ts";
import type { OrderId, QuoteId } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../deps.ts";
import { etagOf } from "../orders/conditions.ts";
import { positionHeader, positionOfWrite } from "../orders/lists.ts";
import type { Side } from "../orders/verbs.ts";

/** What one side may do with quotes. */
export interface QuoteSide {
  readonly side: Side;
  readonly channel: Channel;
  readonly verbs: readonly QuoteVerb[];
}

const actions = {
  accept: "AcceptQuote",
  requote: "Requote",
  override: "OverrideQuote",
  "approve-override": "ApproveOverride",
} as const satisfies Record<string, QuoteAction>;
export type QuoteVerb = keyof typeof actions;

/** The side's words for what can be done next. */
export const offered = ({ verbs }: QuoteSide, next: readonly QuoteAction[]): string[] =>
  verbs.filter((verb) => next.includes(actions[verb]));

/** What the quote aggregate answers an accepted command with. */
export interface QuoteOutcome {
  readonly status: QuoteStatus;
  readonly next: readonly QuoteAction[];
  readonly orderId?: OrderId;
}

/** What a write is answered with, and its headers: the new version, and where in the log it stands. */
export function answerQuote(
  { hub, names }: GatewayDeps,
  on: QuoteSide,
  set: { headers: Record<string, string | number> },
  { id, version, seq, outcome }: { id: QuoteId; version: number; seq: number; outcome?: unknown },
): QuoteWritten {
  set.headers["etag"] = etagOf(version);
  set.headers[positionHeader] = positionOfWrite(hub.position(), names.streamOf(id), seq);
  const { status, next, orderId } = outcome as QuoteOutcome;
  return { id, version, status, next: offered(on, next), ...(orderId === undefined ? {} : { orderId }) };
}
