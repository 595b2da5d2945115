import type { QuoteWritten } from "#contracts/api/quotes.ts";
import type { Accepted } from "#contracts/command/message.ts";
import type { QuoteAnswered } from "#contracts/quote/commands.ts";
import type { QuoteId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import type { GatewayDeps } from "../../deps.ts";
import type { QuoteOutcome } from "../side.ts";

type Shown = Pick<QuoteWritten, "price" | "acceptBy" | "findings">;

const shown = (answered: QuoteAnswered): Shown => {
  const { findings } = answered;
  return "price" in answered ? { price: answered.price, acceptBy: answered.acceptBy, findings } : { findings };
};

/**
 * What a request for a quote is told of its price; undefined when that is still to come. A retry is told what was answered
 * first, if that still stands: what it has brought this time was not used.
 */
export async function answeredWith(
  { quotes }: Pick<GatewayDeps, "quotes">,
  { id, replayed, outcome }: Accepted & { readonly id: QuoteId },
  answered: QuoteAnswered | undefined,
  principal: Principal,
): Promise<Shown | undefined> {
  if ((outcome as QuoteOutcome).status === "REQUESTED") return undefined;
  if (!replayed) return answered && shown(answered);
  const { quote } = await quotes.read(id, principal);
  if (quote.submission > 1 || quote.priced?.overridden) return {};
  const { priced, acceptBy, findings } = quote;
  return shown(priced && acceptBy ? { ...priced, acceptBy, findings: [...findings] } : { findings: [...findings] });
}
