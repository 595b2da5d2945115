import { refused } from "../../refused.ts";
import { invalid } from "../package/small-xml.ts";

const [lessThan, greaterThan, exclamation, question] = [0x3c, 0x3e, 0x21, 0x3f];
const [doubleQuote, singleQuote] = [0x22, 0x27];
/** No tag, comment or text needs more. */
const pieceBytesMax = 1 << 20;

/** What the pieces of a document are given to. */
export interface MarkupConsumer {
  /**
   * May take whole elements from `bytes[start, end)` faster than as pieces; returns where what it took ends. Asked only
   * where an element may begin.
   */
  takeFast(bytes: Uint8Array, start: number, end: number): number;
  /** A whole tag, comment, instruction, or text that is not only white space. */
  takePiece(bytes: Uint8Array, start: number, end: number): void;
}

/**
 * Cuts a stream of XML in UTF-8 into whole pieces. Declarations (`<!DOCTYPE`, `<!ENTITY`) are refused, so a piece never
 * means anything but itself. White space between tags is dropped, however much there is of it.
 */
export class Markup {
  private held = new Uint8Array();
  private hasBegun = false;

  constructor(private readonly consumer: MarkupConsumer) {}

  push(chunk: Uint8Array): void {
    const bytes = this.held.length > 0 ? joined(this.held, chunk) : chunk;
    const end = bytes.length;
    let at = 0;
    for (;;) {
      const start = this.hasBegun ? this.consumer.takeFast(bytes, at, end) : at;
      const next = pieceEnd(bytes, start, end);
      if (next < 0) {
        at = start;
        break;
      }
      if (bytes[start] === lessThan || !isBlank(bytes, start, next)) this.consumer.takePiece(bytes, start, next);
      else if (!this.hasBegun) throw invalid("its XML begins with white space");
      this.hasBegun = true;
      at = next;
    }
    if (isBlank(bytes, at, end)) at = end;
    if (end - at > pieceBytesMax) throw refused("model/too-complex", "The model has a tag or text that is too long.");
    this.held = bytes.slice(at);
  }

  finish(): void {
    if (this.held.length > 0) this.consumer.takePiece(this.held, 0, this.held.length);
  }
}

/** Where the piece that begins at `start` ends; -1 when its end has not come. */
function pieceEnd(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return -1;
  if (bytes[start] !== lessThan) {
    const next = bytes.indexOf(lessThan, start);
    return next < 0 || next >= end ? -1 : next;
  }
  if (start + 9 > end) return start + 4 > end ? -1 : shortTagEnd(bytes, start, end);
  if (bytes[start + 1] === question) return after(bytes, "?>", start, end);
  if (bytes[start + 1] !== exclamation) return tagEnd(bytes, start, end);
  if (begins(bytes, "<!--", start)) return after(bytes, "-->", start + 4, end);
  if (begins(bytes, "<![CDATA[", start)) return after(bytes, "]]>", start, end);
  throw invalid("it has a document type definition");
}

/** Near the end of what has come only a plain tag can be whole. */
function shortTagEnd(bytes: Uint8Array, start: number, end: number): number {
  const second = bytes[start + 1];
  return second === question || second === exclamation ? -1 : tagEnd(bytes, start, end);
}

function tagEnd(bytes: Uint8Array, start: number, end: number): number {
  let quote = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (quote !== 0) quote = byte === quote ? 0 : quote;
    else if (byte === greaterThan) return i + 1;
    else if (byte === doubleQuote || byte === singleQuote) quote = byte;
  }
  return -1;
}

function after(bytes: Uint8Array, mark: string, start: number, end: number): number {
  const last = mark.charCodeAt(mark.length - 1);
  for (let i = bytes.indexOf(last, start + mark.length - 1); i >= 0 && i < end; i = bytes.indexOf(last, i + 1)) {
    if (begins(bytes, mark, i + 1 - mark.length)) return i + 1;
  }
  return -1;
}

function begins(bytes: Uint8Array, mark: string, at: number): boolean {
  for (let i = 0; i < mark.length; i++) if (bytes[at + i] !== mark.charCodeAt(i)) return false;
  return true;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return false;
  }
  return true;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
