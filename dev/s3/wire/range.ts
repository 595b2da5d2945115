import { S3Error } from "./s3-error.ts";

/** Bytes `start` to `start + length` of an object. */
export interface ByteRange {
  start: number;
  length: number;
}

/**
 * Reads a Range header of one range: `bytes=0-9`, `bytes=10-` or `bytes=-10`. Undefined when there is none or it is of
 * a form to be ignored; throws InvalidRange when it lies outside the object.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (!match || (first === "" && last === "")) return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw new S3Error("InvalidRange", "The requested range is not satisfiable.");
  return { start, length: end - start + 1 };
}
