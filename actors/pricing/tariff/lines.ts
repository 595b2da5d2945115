import { type Finding, type FindingCode, finding } from "#contracts/pricing/finding.ts";
import type { Price, PriceLine } from "#contracts/pricing/price.ts";
import type { Minor } from "#contracts/shared/money.ts";

/** A price with what else was found about the model, or the findings that leave none. */
export type PriceResult = { readonly price: Price; readonly findings: Finding[] } | { readonly findings: Finding[] };

export const line = (code: string, label: string, amount: Minor): PriceLine => ({ code, label, amount });
export const sum = (lines: readonly PriceLine[]): Minor => lines.reduce((total, { amount }) => total + amount, 0);
export const refuse = (code: FindingCode, message: string) => ({ findings: [finding(code, message)] });

/** Own entries only: a customer may ask for a material named `constructor`. */
export const entry = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
