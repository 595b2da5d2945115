import { createHash } from "node:crypto";
import { ObjectMissing } from "../../ports.ts";

/** Read at once: what a worker holds of an object does not grow with it. */
const rangeBytes = 8 << 20;
/** A store that takes longer for so much does not answer, ms. */
const rangeWithinMs = 20_000;
const [rangeNotSatisfiable, notFound] = [416, 404];

interface Range {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

async function readRange(address: string, from: number): Promise<Range> {
  const headers = { range: `bytes=${from}-${from + rangeBytes - 1}` };
  const response = await fetch(address, { headers, signal: AbortSignal.timeout(rangeWithinMs) });
  const bytes = await response.bytes();
  if (response.status === notFound) throw new ObjectMissing(new URL(address).pathname);
  // There is nothing from here on.
  if (response.status === rangeNotSatisfiable) return { bytes: new Uint8Array(), isLast: true };
  if (!response.ok) throw new Error(`the store answered ${response.status}`);
  const total = Number(response.headers.get("content-range")?.split("/")[1]);
  // Without that header the store has answered with all there is.
  return { bytes, isLast: !(from + bytes.length < total) };
}

/**
 * Reads an object by its address, one range while the one before is dealt with, and gives its SHA-256. Throws
 * ObjectMissing, and what else keeps it from being read.
 */
export async function readStoredObject(address: string, push: (chunk: Uint8Array) => void): Promise<string> {
  const hash = createHash("sha256");
  let next: Promise<Range> | undefined = readRange(address, 0);
  for (let at = 0; next; ) {
    const { bytes, isLast }: Range = await next;
    at += bytes.length;
    next = isLast ? undefined : readRange(address, at);
    next?.catch(() => {}); // It is told when it is its turn.
    hash.update(bytes);
    push(bytes);
  }
  return hash.digest("hex");
}
