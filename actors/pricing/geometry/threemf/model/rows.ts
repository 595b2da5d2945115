import { parseDecimal } from "../../text/decimal.ts";

const [lessThan, greaterThan, slash, equals] = [0x3c, 0x3e, 0x2f, 0x3d];
const [doubleQuote, singleQuote] = [0x22, 0x27];

/** The attributes of elements such as `<vertex x="1" y="2" z="3"/>`, told apart by one or two bytes of their names. */
interface RowShape {
  readonly element: Uint8Array;
  /** Slots by name; the first three must be there. */
  readonly slots: readonly string[];
}
const shape = (element: string, ...slots: string[]): RowShape => ({
  element: Uint8Array.from(`<${element}`, (letter) => letter.charCodeAt(0)),
  slots,
});
export const vertexRow = shape("vertex", "x", "y", "z");
export const triangleRow = shape("triangle", "v1", "v2", "v3", "p1", "p2", "p3", "pid");

/**
 * Reads the plainest form of the elements a mesh has by the million, straight from the bytes: no string is made. Any
 * other form (an entity, an attribute it does not know, a start tag without its end) it leaves to the XML parser.
 */
export class RowScanner {
  /** The values of the row that was taken last; NaN where the attribute is not there. */
  readonly values: Float64Array;
  private readonly names: readonly Uint8Array[];

  constructor(private readonly shape: RowShape) {
    this.values = new Float64Array(shape.slots.length);
    this.names = shape.slots.map((name) => Uint8Array.from(name, (letter) => letter.charCodeAt(0)));
  }

  /** Where the row that begins at `start` ends; -1 when there is none, or not a whole one. */
  take(bytes: Uint8Array, start: number, end: number): number {
    const { element } = this.shape;
    const { values } = this;
    let at = start + element.length;
    if (at >= end) return -1;
    for (let i = 0; i < element.length; i++) if (bytes[start + i] !== element[i]) return -1;
    values.fill(Number.NaN);
    for (;;) {
      const gap = at;
      while (at < end && bytes[at]! <= 32) at++;
      if (bytes[at] === slash) return at + 1 < end && bytes[at + 1] === greaterThan ? this.complete(at + 2) : -1;
      // A name must be set off by white space; what is not is for the parser to refuse.
      if (at === gap) return -1;
      at = this.takeAttribute(bytes, at, end);
      if (at < 0) return -1;
    }
  }

  private complete(at: number): number {
    const { values } = this;
    return Number.isNaN(values[0]! + values[1]! + values[2]!) ? -1 : at;
  }

  private takeAttribute(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end && bytes[at]! > 32 && bytes[at] !== equals && bytes[at] !== lessThan) at++;
    const slot = this.slotOf(bytes, start, at);
    if (slot < 0 || !Number.isNaN(this.values[slot]!)) return -1;
    if (at + 1 >= end || bytes[at] !== equals) return -1;
    const quote = bytes[at + 1];
    if (quote !== doubleQuote && quote !== singleQuote) return -1;
    const from = at + 2;
    at = from;
    while (at < end && bytes[at] !== quote) at++;
    if (at >= end) return -1;
    // What is no number stays NaN, and so is left to the parser.
    this.values[slot] = parseDecimal(bytes, from, at);
    return Number.isNaN(this.values[slot]!) ? -1 : at + 1;
  }

  private slotOf(bytes: Uint8Array, start: number, end: number): number {
    const { names } = this;
    for (let slot = 0; slot < names.length; slot++) {
      const name = names[slot]!;
      if (name.length !== end - start || name[0] !== bytes[start]) continue;
      let i = 1;
      while (i < name.length && name[i] === bytes[start + i]) i++;
      if (i === name.length) return slot;
    }
    return -1;
  }
}
