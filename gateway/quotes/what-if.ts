import { Elysia } from "elysia";
import { z } from "zod";
import { priceOfWish, type Wish } from "#actors/client.ts";
import { WhatIfAnswer, WhatIfBody } from "#contracts/api/quotes.ts";
import type { Choice } from "#contracts/order/parts.ts";
import type { BookInForce } from "#contracts/pricing/price-book.ts";
import type { Quote } from "#contracts/quote/quote.ts";
import { QuoteId } from "#contracts/shared/ids.ts";
import { priceBook } from "../catalogue.ts";
import type { GatewayDeps } from "../deps.ts";
import { idempotencyKey } from "../orders/conditions.ts";
import { only } from "../plugins/auth.ts";
import { ProblemError } from "../problem.ts";
import type { QuoteSide } from "./side.ts";

type Asked = z.infer<typeof WhatIfBody>;
/** More than any page shows, and few enough to be computed between two frames of a screen. */
const pricesMax = 2_000;

/** Every combination of what is asked; what is not asked is as in the quote, but for materials: then all of the book. */
function choicesOf({ choice, goods }: Quote, book: BookInForce, asked: Asked): Choice[] {
  const { materials, finishings, leadTimes, quantities = [choice.quantity] } = asked;
  if (goods.kind === "ready-made") return quantities.map((quantity) => ({ quantity }));
  const ofMaterials = (materials ?? Object.keys(book.materials)).map((material) => ({ ...choice, material }));
  const vary = <Part extends object>(choices: Choice[], parts: readonly Part[] | undefined): Choice[] =>
    parts ? choices.flatMap((one) => parts.map((part) => ({ ...one, ...part }))) : choices;
  const finished = vary(
    ofMaterials,
    finishings?.map((finishing) => ({ finishing })),
  );
  const timed = vary(
    finished,
    leadTimes?.map((leadTime) => ({ leadTime })),
  );
  return vary(
    timed,
    quantities.map((quantity) => ({ quantity })),
  );
}

/** What other choices would cost, from the quote's stored facts and the book alone. Throws ProblemError. */
export function whatIf(quote: Quote, book: BookInForce, asked: Asked): z.infer<typeof WhatIfAnswer> {
  const { facts } = quote;
  if (quote.goods.kind === "model" && !facts) throw new ProblemError("quote/not-measured");
  const choices = choicesOf(quote, book, asked);
  if (choices.length > pricesMax) {
    const detail = `That would be ${choices.length} prices; ${pricesMax} at most are computed at once.`;
    throw new ProblemError("request/invalid", { detail });
  }
  const { country = quote.country } = asked;
  const items = choices.map((choice) => {
    const wish: Wish = { ...quote, choice, country };
    const result = priceOfWish(wish, facts, book);
    if (!("price" in result)) return { choice, findings: result.findings };
    const { net, tax, total, leadTimeDays, weightsGrams } = result.price;
    const more = { ...(leadTimeDays === undefined ? {} : { leadTimeDays }), ...(weightsGrams ? { weightsGrams } : {}) };
    return { choice, net, tax, total, ...more };
  });
  const fix = book.metalFix === undefined ? {} : { metalFix: book.metalFix };
  return { currency: book.currency, bookVersion: book.version, ...fix, country, items };
}

/** Prices of many choices in one request. Nothing is written, and no model is read. */
export const quoteWhatIf = (deps: GatewayDeps, { side }: QuoteSide) =>
  new Elysia().use(only(deps.authenticate, ...side.access)).post(
    "/quotes/:quoteId/what-if",
    async ({ params: { quoteId }, body, headers, principal }) => {
      idempotencyKey(headers, side.keyRequired); // As of every POST; the same question gets today's answer.
      const { quote } = await deps.quotes.read(quoteId, principal);
      return whatIf(quote, await priceBook(deps), body);
    },
    {
      params: z.object({ quoteId: QuoteId }),
      body: WhatIfBody,
      response: { 200: WhatIfAnswer },
      detail: { summary: "What other materials, finishings and quantities would cost", tags: [side.tag] },
    },
  );
