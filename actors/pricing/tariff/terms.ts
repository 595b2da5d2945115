import type { Finding } from "#contracts/pricing/finding.ts";
import type { GoodsOptions, PriceOptions } from "#contracts/pricing/price.ts";
import type { PriceBook } from "#contracts/pricing/price-book.ts";
import { type LeadTime, usualLeadTime } from "#contracts/pricing/terms.ts";
import { type Minor, roundMinor } from "#contracts/shared/money.ts";
import { entry, refuse } from "./lines.ts";

/** What is added to an amount, or taken off: a share of it, rounded once. Shows as one line. */
export interface Adjustment {
  readonly code: string;
  readonly label: string;
  readonly of: (amount: Minor) => Minor;
}

const share = (code: string, label: string, permille: number): Adjustment => ({
  code,
  label,
  of: (amount) => roundMinor((amount * permille) / 1000),
});

/** The lead time that was chosen; undefined where the book promises none. */
export function leadTimeOf(
  { leadTime }: PriceOptions,
  book: PriceBook,
): LeadTime | undefined | { findings: Finding[] } {
  const tier = entry(book.leadTimes ?? {}, leadTime ?? usualLeadTime);
  if (tier || leadTime === undefined) return tier;
  return refuse("pricing/lead-time-unavailable", `The lead time ${leadTime} is not on offer.`);
}

export const haste = ({ name, surchargePermille }: LeadTime): Adjustment => share("lead-time", name, surchargePermille);

const contractOf = ({ account }: GoodsOptions, { contracts = {} }: PriceBook) =>
  account === undefined ? undefined : entry<NonNullable<typeof contracts>[typeof account]>(contracts, account);

/** What the account's contract makes of the price of a model. */
export function contractForModel(options: PriceOptions, book: PriceBook): Adjustment[] {
  const contract = contractOf(options, book);
  if (!contract) return [];
  const permille = entry(contract.marginPermilleByMaterial ?? {}, options.material) ?? contract.marginPermille;
  return [share("contract", contract.name, permille)];
}

/** What it makes of ready-made goods: a price of their own, or the margin. */
export function contractForGoods(sku: string, options: GoodsOptions, book: PriceBook): Adjustment[] {
  const contract = contractOf(options, book);
  if (!contract) return [];
  const unitMinor = entry(contract.unitMinorByGoods ?? {}, sku);
  if (unitMinor === undefined) return [share("contract", contract.name, contract.marginPermille)];
  return [{ code: "contract", label: contract.name, of: (listMinor) => unitMinor - listMinor }];
}
