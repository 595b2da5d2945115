import { z } from "zod";
import { storable } from "./recordset.ts";

/** Rows of one page at most. */
export const pageLimitMax = 100;

/** The place of a row in a list: what the list is ordered by, then its id. */
export const Keyset = z.tuple([
  z
    .string()
    .max(200)
    .refine((text) => storable(text) === text),
  z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
]);
export type Keyset = z.infer<typeof Keyset>;

/** One page; `next` is the cursor of the page after it, absent on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** A cursor that none of our lists gave out. */
export class InvalidCursor extends Error {
  override readonly name = "InvalidCursor";
}

const encode = (keyset: Keyset): string =>
  new TextEncoder().encode(JSON.stringify(keyset)).toBase64({ alphabet: "base64url", omitPadding: true });

/** The place a cursor names; undefined without one. Throws InvalidCursor. */
export function decodeKeyset(cursor: string | undefined): Keyset | undefined {
  if (cursor === undefined) return undefined;
  try {
    return Keyset.parse(JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(cursor, { alphabet: "base64url" }))));
  } catch (cause) {
    throw new InvalidCursor("this cursor is none of ours", { cause });
  }
}

/** The place of a cursor of a list that is ordered by time. Throws InvalidCursor. */
export function decodeTimeKeyset(cursor: string | undefined): Keyset | undefined {
  const keyset = decodeKeyset(cursor);
  if (keyset && !z.iso.datetime().safeParse(keyset[0]).success)
    throw new InvalidCursor("this cursor is of another list");
  return keyset;
}

/** How many rows a page needs to be asked for: one more tells whether there is a next page. */
export const rowsToAsk = (limit: number): number => Math.min(Math.max(1, limit), pageLimitMax) + 1;

/** The page in the rows of a query for `rowsToAsk(limit)`. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { item, keyset }: { item: (row: Row) => Item; keyset: (row: Row) => Keyset },
): Page<Item> {
  const shown = rows.slice(0, rowsToAsk(limit) - 1);
  const last = shown.at(-1);
  const items = shown.map(item);
  return last !== undefined && rows.length > shown.length ? { items, next: encode(keyset(last)) } : { items };
}
