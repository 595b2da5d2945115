import type { Order } from "#contracts/order/order.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { GoodsOptions, PriceOptions } from "#contracts/pricing/price.ts";
import type { BookInForce } from "#contracts/pricing/price-book.ts";
import { AccountId } from "#contracts/shared/ids.ts";
import { type PriceResult, priceGoods, priceModel } from "./tariff/price.ts";

/** What of an order or a quote a price is made from, beside the model's facts and the price book. */
export type Wish = Pick<Order, "owner" | "goods" | "model" | "choice" | "country">;

/** Whose contract counts: the owner's. */
function contractOf({ owner }: Wish): { readonly account?: AccountId } {
  const account = AccountId.safeParse(owner);
  return account.success ? { account: account.data } : {};
}

const goodsOptions = (wish: Wish): GoodsOptions => ({
  quantity: wish.choice?.quantity ?? 1,
  country: wish.country,
  ...contractOf(wish),
});

/** What was chosen for a model. Throws when a material or a finishing is missing, which no submitted wish is. */
export function modelOptions(wish: Wish): PriceOptions {
  const { material, finishing, ...rest } = wish.choice ?? { quantity: 1 };
  if (!material || !finishing || !wish.model) throw new Error("a submitted model has a material and a finishing");
  const { unit } = wish.model;
  return { ...rest, material, finishing, unit, country: wish.country, ...contractOf(wish) };
}

/**
 * The price of a wish, from what is known of its model alone: the same wish, facts and book give the same cent, today
 * and when a stored quote is looked at again. `facts` is for goods made from a model, which have none without it.
 */
export function priceOfWish(wish: Wish, facts: ModelFacts | undefined, book: BookInForce): PriceResult {
  if (wish.goods.kind === "ready-made") return priceGoods(wish.goods.sku, goodsOptions(wish), book);
  if (!facts) throw new Error("a model is priced from its facts");
  return priceModel(facts, modelOptions(wish), book);
}
