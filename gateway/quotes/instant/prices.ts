import { answerOf, type FactsStore, priceOfWish, type Wish } from "#actors/client.ts";
import type { PriceBooks } from "#contracts/price-book/books.ts";
import { bookAt } from "#contracts/price-book/in-force.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { QuoteAnswered } from "#contracts/quote/commands.ts";

export interface InstantDeps {
  readonly facts: Pick<FactsStore, "get">;
  /** The price books, at most seconds old: a price says which one it was made from. */
  readonly books: () => Promise<PriceBooks>;
  /** How long a price can be accepted, ms. */
  readonly priceValidMs: number;
  /** Epoch ms. */
  readonly now: () => number;
  readonly report: (error: unknown) => void;
}

/**
 * Prices made in the request that asks for them: of goods that need no model, and of models whose facts are known. A price
 * takes microseconds; what costs time is to find out who else could make it.
 */
export function instantPrices({ facts, books, priceValidMs, now, report }: InstantDeps) {
  async function answer(wish: Wish, known: ModelFacts | undefined): Promise<QuoteAnswered | undefined> {
    const book = bookAt(await books(), new Date(now()).toISOString());
    if (!book) return undefined;
    const found = { ...priceOfWish(wish, known, book), ...(known ? { facts: known } : {}) };
    return answerOf(found, new Date(now() + priceValidMs).toISOString());
  }

  const reported = (work: Promise<QuoteAnswered | undefined>) =>
    work.catch((error: unknown) => {
      report(error);
      return undefined;
    });
  // What is missing is for the quote to say.
  const isWhole = ({ choice }: Wish) => Boolean(choice?.material && choice.finishing);

  async function look(wish: Wish): Promise<QuoteAnswered | undefined> {
    const { goods, model } = wish;
    if (goods.kind === "ready-made") return answer(wish, undefined);
    if (model?.sha256 === undefined || !isWhole(wish)) return undefined;
    const known = await facts.get(model.sha256);
    return known && answer(wish, known);
  }

  return {
    /** Undefined when the model has to be read first, or something does not answer now: then the queue makes the price. */
    answerTo: (wish: Wish) => reported(look(wish)),
    /** The same for a model that has just been read. */
    answerFrom: async (wish: Wish, known: ModelFacts) => (isWhole(wish) ? reported(answer(wish, known)) : undefined),
  };
}
export type InstantPrices = ReturnType<typeof instantPrices>;
