import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseDecimal } from "./decimal.ts";

const parsed = (text: string): number => {
  const bytes = new TextEncoder().encode(`<${text}>`);
  return parseDecimal(bytes, 1, bytes.length - 1);
};

const digits = (min: number, max: number) =>
  fc.array(fc.nat(9), { minLength: min, maxLength: max }).map((all) => all.join(""));

describe("a decimal number", () => {
  test("gives the very double Number() gives", () =>
    fc.assert(
      fc.property(
        fc.constantFrom("", "-", "+"),
        digits(1, 20),
        fc.option(digits(0, 20)),
        fc.option(fc.tuple(fc.constantFrom("e", "E", "e-", "E+"), fc.nat(330))),
        (sign, whole, fraction, exponent) => {
          const text = `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent?.join("") ?? ""}`;
          expect(parsed(text)).toBe(Number(text));
        },
      ),
      { numRuns: 5_000 },
    ));

  test("survives being written and read", () =>
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) =>
        expect(parsed(`${n}`)).toBe(Number(`${n}`)),
      ),
    ));

  test.each(["1.", ".5", "-.5e3", "+007", "1.34230289E-014", "1e999"])("may be written %s", (text) =>
    expect(parsed(text)).toBe(Number(text)),
  );

  test.each(["", "-", ".", "e5", "1e", "1e+", "1,5", "0x10", "1.2.3", "--1", "1e5.", "nan", "inf", "1_0"])(
    "is not what %p is",
    (text) => expect(parsed(text)).toBeNaN(),
  );
});
