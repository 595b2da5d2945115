import type { Finding } from "#contracts/pricing/finding.ts";

/** Takes a file's bytes from its first on, in chunks of any size, and gives the triangles to the sums it was made with. */
export interface Reader {
  push(chunk: Uint8Array): void;
  /** Called once, after the last byte: what is wrong with the file's form, an error first. */
  finish(): Finding[];
}
