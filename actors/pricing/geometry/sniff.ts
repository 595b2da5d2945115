import type { ModelFormat } from "#contracts/pricing/facts.ts";

/** How many bytes sniff() wants to see, unless the file is shorter: the header of a binary STL and its triangle count. */
export const sniffedBytes = 84;

/**
 * Tells a model's format from its first bytes, never from its name.
 *
 * The word `solid` proves nothing: every seventh binary STL begins with it. The count at byte 80 does. Where a
 * text has its characters, a binary STL has the highest byte of its number of triangles, and 9 (a tab, the
 * least of all text bytes) would mean 151 million triangles or 7.5 GB, far above any limit. So the 84th byte
 * decides exactly what "the size is 84 + 50 × count" would, without knowing the size of the stream.
 */
export function sniff(head: Uint8Array): ModelFormat {
  const text = head.length < sniffedBytes || head[sniffedBytes - 1]! >= 9;
  if (text && startsWithSolid(head)) return "stl-ascii";
  if (text && head.every(isText)) return "unknown";
  if (head.length < sniffedBytes) return "unknown";
  return foreignMagics.some((magic) => startsWith(head, magic)) ? "unknown" : "stl-binary";
}

const zip = [0x50, 0x4b, 0x03, 0x04];
const gzip = [0x1f, 0x8b];
const glb = [0x67, 0x6c, 0x54, 0x46];
/** Containers of other formats (3MF is a zip), whose bytes 80 to 83 could be anything. */
const foreignMagics = [zip, gzip, glb];

const byteOrderMark = [0xef, 0xbb, 0xbf];
const solid = Array.from("solid", (letter) => letter.charCodeAt(0));

const startsWith = (head: Uint8Array, bytes: readonly number[]) => bytes.every((byte, i) => head[i] === byte);
const isText = (byte: number) => byte >= 32 || (byte >= 9 && byte <= 13);

/** How many bytes of a byte order mark precede the text. */
export const markLength = (head: Uint8Array): number => (startsWith(head, byteOrderMark) ? byteOrderMark.length : 0);

function startsWithSolid(head: Uint8Array): boolean {
  let start = markLength(head);
  while (start < head.length && head[start]! <= 32) start++;
  return solid.every((letter, i) => (head[start + i] ?? 0) === letter || (head[start + i] ?? 0) === letter - 32);
}
