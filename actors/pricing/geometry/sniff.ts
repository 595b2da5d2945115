import { offHeader } from "./off/header.ts";

/** How many bytes of a file are looked at, unless it is shorter: the header of a binary STL and its triangle count. */
export const sniffedBytes = 84;

/** What a file's first bytes say it is. Text that is none of the others may be OBJ: its first statement tells. */
export type Sniffed = "stl-binary" | "stl-ascii" | "obj" | "ply" | "off" | "zip" | "glb" | "step" | "unknown";

/**
 * Tells a model's format from its first bytes, never from its name.
 *
 * The word `solid` proves nothing: every seventh binary STL begins with it. The count at byte 80 does. Where a
 * text has its characters, a binary STL has the highest byte of its number of triangles, and 9 (a tab, the
 * least of all text bytes) would mean 151 million triangles or 7.5 GB, far above any limit. So the 84th byte
 * decides exactly what "the size is 84 + 50 × count" would, without knowing the size of the stream. Only the binary
 * containers can have any byte there; they are held as a whole, so that the size can be asked (isBinaryStl).
 */
export function sniff(head: Uint8Array): Sniffed {
  const container = containers.find(([, magic]) => startsWith(head, magic));
  if (container) return container[0];
  const text = latin1.decode(head.subarray(markLength(head))).trimStart();
  const header = offHeader(text.replace(leadingComments, ""));
  if (header?.binary) return "off";
  if (head.length >= sniffedBytes && head[sniffedBytes - 1]! < 9) return "stl-binary";
  if (/^solid/i.test(text)) return "stl-ascii";
  // A PLY's header may be over before its 84th byte.
  if (/^ply[\r\n]/.test(text)) return "ply";
  if (!head.every(isText)) return head.length < sniffedBytes ? "unknown" : "stl-binary";
  if (header) return "off";
  return text.startsWith("ISO-10303-21") ? "step" : "obj";
}

/** Whether files of this kind are held and read as a whole. */
export const isContainer = (sniffed: Sniffed): boolean => ["zip", "glb", "step"].includes(sniffed);

/** Whether a whole file is as long as a binary STL with its count must be, whatever it begins with. */
export function isBinaryStl(file: Uint8Array): boolean {
  if (file.length < sniffedBytes) return false;
  const count = new DataView(file.buffer, file.byteOffset).getUint32(80, true);
  return file.length === sniffedBytes + 50 * count;
}

const containers = [
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["zip", [0x50, 0x4b, 0x05, 0x06]],
  ["glb", [0x67, 0x6c, 0x54, 0x46]],
  ["unknown", [0x1f, 0x8b]],
] as const;
const byteOrderMark = [0xef, 0xbb, 0xbf];
const leadingComments = /^(#[^\r\n]*[\r\n]+\s*)+/;
const latin1 = new TextDecoder("latin1");

const startsWith = (head: Uint8Array, bytes: readonly number[]) => bytes.every((byte, i) => head[i] === byte);
const isText = (byte: number) => byte >= 32 || (byte >= 9 && byte <= 13);

/** How many bytes of a byte order mark precede the text. */
export const markLength = (head: Uint8Array): number => (startsWith(head, byteOrderMark) ? byteOrderMark.length : 0);
