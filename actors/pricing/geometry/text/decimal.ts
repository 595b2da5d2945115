const plus = 0x2b;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const letterE = 0x65;

/** 10⁰ … 10²²: the powers of ten that a double holds exactly. */
const powers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

const text = new TextDecoder();

/** The number being parsed: a parse never waits, so there is one at a time. */
let at = 0;
let mantissa = 0;

/**
 * The double nearest to the decimal number written in `bytes[start, end)`, exactly as Number() gives it but
 * without making a string of it. NaN when it is not a decimal number.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === minus;
  let value = 0;
  let pointAt = end;
  let i = negative ? start + 1 : start;
  const first = i;
  for (; i < end; i++) {
    const digit = bytes[i]! - zero;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (bytes[i] === point && pointAt === end) pointAt = i;
    else break;
  }
  // Most numbers of most files: digits, perhaps with a point, exact as a whole number and as a power of ten.
  const fraction = pointAt === end ? 0 : end - pointAt - 1;
  if (i < end || value > Number.MAX_SAFE_INTEGER || fraction > 22 || end - first <= (pointAt === end ? 0 : 1)) {
    return parseAnyDecimal(bytes, start, end);
  }
  const magnitude = value / powers[fraction]!;
  return negative ? -magnitude : magnitude;
}

/** The same for every other way to write a number. */
function parseAnyDecimal(bytes: Uint8Array, start: number, end: number): number {
  at = start;
  mantissa = 0;
  const negative = readSign(bytes, end);
  const whole = readDigits(bytes, end);
  let fraction = 0;
  if (at < end && bytes[at] === point) {
    at++;
    fraction = readDigits(bytes, end);
  }
  if (whole + fraction === 0) return Number.NaN;
  const exponent = at < end ? readExponent(bytes, end) - fraction : -fraction;
  const value = scaled(exponent) ?? Math.abs(Number(text.decode(bytes.subarray(start, end))));
  return negative ? -value : value;
}

/**
 * mantissa × 10^exponent where one correctly rounded operation gives it (Clinger's fast path): both are exact
 * in a double. NaN where the exponent is, undefined where it takes more than that.
 */
function scaled(exponent: number): number | undefined {
  if (mantissa > Number.MAX_SAFE_INTEGER || exponent > 22 || exponent < -22) return undefined;
  return exponent < 0 ? mantissa / powers[-exponent]! : mantissa * (powers[exponent] ?? Number.NaN);
}

function readSign(bytes: Uint8Array, end: number): boolean {
  const sign = at < end ? bytes[at] : 0;
  if (sign === minus || sign === plus) at++;
  return sign === minus;
}

/** Appends digits to the mantissa; returns how many. */
function readDigits(bytes: Uint8Array, end: number): number {
  let i = at;
  let value = mantissa;
  while (i < end) {
    const digit = bytes[i]! - zero;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    i++;
  }
  const count = i - at;
  at = i;
  mantissa = value;
  return count;
}

/** The exponent up to `end`; NaN when anything else is there. */
function readExponent(bytes: Uint8Array, end: number): number {
  if ((bytes[at]! | 0x20) !== letterE) return Number.NaN;
  at++;
  const negative = readSign(bytes, end);
  const significant = mantissa;
  mantissa = 0;
  const digits = readDigits(bytes, end);
  const exponent = negative ? -mantissa : mantissa;
  mantissa = significant;
  return digits > 0 && at === end ? exponent : Number.NaN;
}
