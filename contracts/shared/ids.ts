import { z } from "zod";

/** Lower-case base32 (RFC 4648 alphabet, no padding): 16 characters are 80 bits, the least an id may have. */
const base32 = (least: number, most = 32) => `[a-z2-7]{${least},${most}}`;

const id = <const Name extends string>(pattern: string, name: Name) =>
  z.string().regex(new RegExp(pattern)).brand(name);

/** `ord_` + month bucket `YYMM` + hash of who ordered under which key: a retry names the same order. */
export const OrderId = id(`^ord_\\d{4}${base32(16)}$`, "OrderId");
export type OrderId = z.infer<typeof OrderId>;

/** As an order's: `quo_` + month bucket + hash of who asked under which key. */
export const QuoteId = id(`^quo_\\d{4}${base32(16)}$`, "QuoteId");
export type QuoteId = z.infer<typeof QuoteId>;

export const ModelId = id(`^mdl_${base32(16)}$`, "ModelId");
export type ModelId = z.infer<typeof ModelId>;

/** A company that orders, or a carrier that reports; holds the API keys of its programs. */
export const AccountId = id(`^acc_${base32(16)}$`, "AccountId");
export type AccountId = z.infer<typeof AccountId>;

/** A private customer of the Shop. */
export const CustomerId = id(`^cus_${base32(16)}$`, "CustomerId");
export type CustomerId = z.infer<typeof CustomerId>;

export const OperatorId = id(`^opr_${base32(16)}$`, "OperatorId");
export type OperatorId = z.infer<typeof OperatorId>;

export const SellerId = id(`^sel_${base32(16)}$`, "SellerId");
export type SellerId = z.infer<typeof SellerId>;

/** The order's owner: whom it belongs to, and so who may see it. */
export const OwnerId = z.union([CustomerId, AccountId]);
export type OwnerId = z.infer<typeof OwnerId>;

/** The one price list of an installation is an aggregate of its own. */
export const PriceBookId = id("^pbk_[a-z0-9]{1,32}$", "PriceBookId");
export type PriceBookId = z.infer<typeof PriceBookId>;
export const mainPriceBook = PriceBookId.parse("pbk_main");

/** A workshop, one per site and process: who works there, and on what. */
export const WorkshopId = id("^wks_[a-z0-9]{1,32}$", "WorkshopId");
export type WorkshopId = z.infer<typeof WorkshopId>;
export const mainWorkshop = WorkshopId.parse("wks_main");

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** Base32 of `bytes`, most significant bit first; a last group of fewer than five bits is dropped. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return text;
}

/** The month an order's or quote's id was created in, as `YYMM`. */
export const monthOfOrder = (id: string): string => id.slice(4, 8);

/** The UTC month of an RFC 3339 instant, as `YYMM`. */
export const monthOf = (at: string): string => at.slice(2, 4) + at.slice(5, 7);

/** Clocks of gateways and nodes may differ by this much around midnight of the first of a month. */
const clockSkewMs = 5 * 60 * 1_000;

/** Whether an order or quote with this id may be born at this instant (epoch ms). */
export const isCurrentMonth = (id: string, now: number): boolean =>
  [now - clockSkewMs, now + clockSkewMs].some((ms) => monthOf(new Date(ms).toISOString()) === monthOfOrder(id));
