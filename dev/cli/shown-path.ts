import { relative } from "node:path";

/** A path as people like to read it: relative when it lies below where they are. */
export function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === "" ? "." : fromHere.startsWith("..") ? path : fromHere;
}
