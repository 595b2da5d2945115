import type { z } from "zod";
import type { PlaceOrder } from "../order/commands.ts";
import type { Quote } from "./quote.ts";

type Placing = z.infer<typeof PlaceOrder>;

/** The order of a priced quote, with the quote's price. Throws when there is no price. */
export function orderOf(quote: Quote, acceptedBy: string): Placing & { quoted: NonNullable<Placing["quoted"]> } {
  const { quoteId, owner, channel, goods, country, reference, contractLimit, model, choice, findings } = quote;
  const { priced, acceptBy } = quote;
  if (!priced || !acceptBy) throw new Error("a quote without a price cannot be accepted");
  const { price } = priced;
  const sha256 = model?.sha256 === undefined ? {} : { sha256: model.sha256 };
  return {
    type: "PlaceOrder",
    owner,
    channel,
    goods,
    country,
    choice,
    ...(reference === undefined ? {} : { reference }),
    ...(contractLimit === undefined ? {} : { contractLimit }),
    ...(model ? { model } : {}),
    quoted: { quoteId, price, acceptBy, findings: [...findings], acceptedBy, ...sha256 },
  };
}
