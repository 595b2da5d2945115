import { invalid } from "../package/small-xml.ts";

/** A document's bytes in UTF-8 and without a byte order mark; one in UTF-16 is known by its mark. */
export async function* inUtf8(steps: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const step of steps) {
    if (step.length === 0) continue;
    if (isFirst) decoder = wideDecoder(step);
    if (decoder) yield widened(decoder, step);
    else yield isFirst && isMarked(step) ? step.subarray(3) : step;
    isFirst = false;
  }
}

const encoder = new TextEncoder();
const isMarked = ([a, b, c]: Uint8Array) => a === 0xef && b === 0xbb && c === 0xbf;

function wideDecoder([a, b]: Uint8Array): TextDecoder | undefined {
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le", { fatal: true });
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be", { fatal: true });
  return undefined;
}

function widened(decoder: TextDecoder, step: Uint8Array): Uint8Array {
  try {
    return encoder.encode(decoder.decode(step, { stream: true }));
  } catch {
    throw invalid("its XML is not in UTF-8 or UTF-16");
  }
}
