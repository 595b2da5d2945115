import { parseDecimal } from "./decimal.ts";

/** What is neither a number nor one of the words for none. */
export const malformed = undefined;

/** The number written in `bytes[start, end)`; NaN for the words C libraries write for none, undefined for anything else. */
export function parseNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
  const value = parseDecimal(bytes, start, end);
  return !Number.isNaN(value) || isNonFiniteWord(bytes, start, end) ? value : malformed;
}

/** The ways C libraries write a number that is none: nan, -nan(ind), inf, Infinity, 1.#QNAN. */
function isNonFiniteWord(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start <= 24 && /^[+-]?(nan|inf|\d\.#)/i.test(String.fromCharCode(...bytes.subarray(start, end)));
}

/** The whole number written in `bytes[start, end)`, which may have a sign; NaN when it is none or too large to be an index. */
export function parseIndex(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === 0x2d;
  let value = 0;
  let at = negative || bytes[start] === 0x2b ? start + 1 : start;
  if (at >= end || end - at > 10) return Number.NaN;
  for (; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}
