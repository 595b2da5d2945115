import { type Entry, fromBufferPromise } from "yauzl";
import type { ReaderLimits } from "../../limits.ts";
import { refused } from "../../refused.ts";

/** A file in the archive, still packed. */
export interface PackedPart {
  readonly name: string;
  readonly packed: Uint8Array;
  readonly isStored: boolean;
  /** What the archive says there is to unpack. */
  readonly bytes: number;
  readonly crc32: number;
}
/** By the name in lower case: the package's conventions know no other difference. */
export type Archive = ReadonlyMap<string, PackedPart>;

const localHeaderSignature = 0x04034b50;
const localHeaderBytes = 30;
const stored = 0;
const deflated = 8;
const encryptedFlags = 0x2041;

/** The directory of a zip archive, after everything that makes one dangerous or ambiguous was ruled out. */
export async function openArchive(file: Uint8Array, limits: ReaderLimits): Promise<Archive> {
  const parts = new Map<string, PackedPart>();
  const spans: [number, number][] = [];
  for (const entry of await entriesOf(file, limits)) {
    const { part, span } = locate(file, entry);
    spans.push(span);
    if (part.name.endsWith("/")) continue;
    const key = part.name.toLowerCase();
    if (parts.has(key)) throw unsafe("two files of the same name");
    parts.set(key, part);
  }
  spans.sort(([a], [b]) => a - b);
  if (spans.some(([start], i) => i > 0 && start < spans[i - 1]![1])) throw unsafe("files that share bytes");
  return parts;
}

async function entriesOf(file: Uint8Array, { entriesMax }: ReaderLimits): Promise<Entry[]> {
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.length);
  const entries: Entry[] = [];
  const options = { lazyEntries: true, strictFileNames: true };
  const zip = await fromBufferPromise(buffer, options).catch((error: unknown) => {
    throw malformed(error);
  });
  if (zip.entryCount > entriesMax) throw refused("model/too-complex", `The archive has more than ${entriesMax} files.`);
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (error) {
    throw malformed(error);
  }
  return entries;
}

/** Finds an entry's bytes, and holds its own header against the directory. */
function locate(file: Uint8Array, entry: Entry): { part: PackedPart; span: [number, number] } {
  const { fileName: name, compressedSize, uncompressedSize: bytes, compressionMethod, crc32 } = entry;
  const start = entry.relativeOffsetOfLocalHeader;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (start + localHeaderBytes > file.length || view.getUint32(start, true) !== localHeaderSignature) {
    throw refused("model/unreadable", "The archive is damaged: a file of its directory is not there.");
  }
  if ((entry.generalPurposeBitFlag | view.getUint16(start + 6, true)) & encryptedFlags) {
    throw refused("model/unsupported", "The file is encrypted.");
  }
  if (view.getUint16(start + 8, true) !== compressionMethod)
    throw unsafe("files packed otherwise than its directory says");
  const nameBytes = view.getUint16(start + 26, true);
  const from = start + localHeaderBytes + nameBytes + view.getUint16(start + 28, true);
  const to = from + compressedSize;
  if (to > file.length) throw refused("model/truncated", "The archive ends within a file. Please upload it again.");
  const ownName = file.subarray(start + localHeaderBytes, start + localHeaderBytes + nameBytes);
  if (!ownName.every((byte, i) => byte === entry.fileNameRaw[i]))
    throw unsafe("files named otherwise in its directory");
  if (compressionMethod !== stored && compressionMethod !== deflated) {
    throw refused("model/unsupported", "The archive is packed in a way that is not read; 3MF knows only deflate.");
  }
  const packed = file.subarray(from, to);
  return { part: { name, packed, isStored: compressionMethod === stored, bytes, crc32 }, span: [start, to] };
}

const unsafe = (what: string) => refused("model/unsafe-archive", `The archive has ${what}.`);

/** What yauzl says of names that lead out of the archive is about safety, everything else about form. */
function malformed(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  if (/absolute path|relative path|invalid characters in fileName/.test(message)) {
    return unsafe("names that lead out of it");
  }
  if (/encrypted/i.test(message)) return refused("model/unsupported", "The file is encrypted.");
  return refused("model/unreadable", "The archive is damaged, or no archive at all. Please upload it again.");
}
