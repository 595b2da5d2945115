import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { IndexedMesh } from "../mesh/indexed-mesh.ts";
import { parseNumber } from "../text/number.ts";
import { Tokens } from "../text/tokens.ts";
import type { PlyHeader } from "./header.ts";
import { PlyRows } from "./rows.ts";
import { type WholeRows, wholeRows } from "./whole-rows.ts";

/** All that follows the header. */
export interface PlyBody {
  push(chunk: Uint8Array): void;
  /** After the last byte: what is wrong, if anything. */
  finish(): Finding | undefined;
}

/** Values as numbers between white space, whatever the lines. */
export class AsciiBody implements PlyBody {
  private readonly rows: PlyRows;
  private readonly tokens = new Tokens((bytes, start, end) => this.take(bytes, start, end));
  private malformed = false;
  private extra = 0;

  constructor(
    header: PlyHeader,
    private readonly mesh: IndexedMesh,
  ) {
    this.rows = new PlyRows(header, mesh);
  }

  push(chunk: Uint8Array): void {
    if (!this.malformed && !this.rows.failed && !this.mesh.stopped) this.tokens.push(chunk);
  }

  finish(): Finding | undefined {
    if (!this.mesh.stopped) this.tokens.finish();
    if (this.malformed || this.rows.failed || this.tokens.tooLong) return unreadable(this.rows);
    if (this.rows.element) return truncated();
    return this.extra > 0 ? trailing(`${this.extra.toLocaleString("en")} numbers`) : undefined;
  }

  private take(bytes: Uint8Array, start: number, end: number): void {
    if (this.malformed || this.rows.failed || this.mesh.stopped) return;
    if (!this.rows.element) {
      this.extra++;
      return;
    }
    const value = parseNumber(bytes, start, end);
    if (value === undefined) {
      this.malformed = true;
      return;
    }
    // A float written in text is a float all the same: files are read alike in either encoding.
    const { isSingle } = this.rows.next;
    this.rows.take(isSingle ? Math.fround(value) : value);
  }
}

/** Values in a row, without anything between them. */
export class BinaryBody implements PlyBody {
  private readonly rows: PlyRows;
  private readonly littleEndian: boolean;
  private readonly shortcuts: ReadonlyMap<string, WholeRows | undefined>;
  /** The beginning of a value that the chunk before ended in. */
  private readonly held = new Uint8Array(8);
  private readonly heldView = new DataView(this.held.buffer);
  private heldBytes = 0;
  private extraBytes = 0;

  constructor(
    header: PlyHeader,
    private readonly mesh: IndexedMesh,
  ) {
    this.rows = new PlyRows(header, mesh);
    this.littleEndian = header.encoding === "binary_little_endian";
    this.shortcuts = new Map(header.elements.map((element) => [element.name, wholeRows(element, mesh)]));
  }

  push(chunk: Uint8Array): void {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    while (at < chunk.length && !this.rows.failed && !this.mesh.stopped) {
      const { element } = this.rows;
      if (!element) {
        this.extraBytes += chunk.length - at;
        return;
      }
      const shortcut = this.heldBytes === 0 && this.rows.isAtRowStart ? this.shortcuts.get(element.name) : undefined;
      const end = shortcut ? this.takeRows(shortcut, view, at) : at;
      at = end > at ? end : this.takeValue(chunk, view, at);
    }
  }

  finish(): Finding | undefined {
    if (this.rows.failed) return unreadable(this.rows);
    if (this.rows.element) return truncated();
    return this.extraBytes > 0 ? trailing(`${this.extraBytes.toLocaleString("en")} bytes`) : undefined;
  }

  private takeRows(shortcut: WholeRows, view: DataView, at: number): number {
    shortcut.at = at;
    this.rows.skipRows(shortcut.take(view, view.byteLength, this.rows.rowsLeft, this.littleEndian));
    return shortcut.at;
  }

  private takeValue(chunk: Uint8Array, view: DataView, at: number): number {
    const { bytes, read } = this.rows.next;
    if (this.heldBytes === 0 && at + bytes <= chunk.length) {
      this.rows.take(read(view, at, this.littleEndian));
      return at + bytes;
    }
    const part = chunk.subarray(at, at + bytes - this.heldBytes);
    this.held.set(part, this.heldBytes);
    this.heldBytes += part.length;
    if (this.heldBytes === bytes) {
      this.heldBytes = 0;
      this.rows.take(read(this.heldView, 0, this.littleEndian));
    }
    return at + part.length;
  }
}

const unreadable = ({ element }: PlyRows) =>
  finding(
    "model/unreadable",
    `The PLY has a value that cannot be read${element ? `, in its ${where(element.name)}` : ""}.`,
  );

/** An element's name as text for people, whatever the file calls it. */
const where = (name: string) => `${name.replace(/[^\w-]/g, "").slice(0, 40)} list`;

const truncated = () =>
  finding("model/truncated", "The file ends before the announced elements do. Please export or upload it again.");

const trailing = (what: string) => finding("model/trailing-bytes", `${what} after the last element were ignored.`);
