import { crc32, deflateRawSync } from "node:zlib";
import { bytesOf } from "./binary.ts";

/** A file of an archive; what a zip says of it can be made to lie. */
export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** What the directory says instead of the truth. */
  readonly says?: { readonly bytes?: number; readonly name?: string; readonly crc32?: number };
  readonly flags?: number;
  readonly method?: number;
}

function header(
  signature: number,
  before: readonly number[],
  file: Packed,
  name: Uint8Array,
  after: number,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(after));
  view.setUint32(0, signature, true);
  const start = 4 + 2 * before.length;
  for (const [i, value] of before.entries()) view.setUint16(4 + 2 * i, value, true);
  view.setUint16(start, file.flags, true);
  view.setUint16(start + 2, file.method, true);
  const sizes = [file.crc32, file.packed.length, file.bytes];
  for (const [i, value] of sizes.entries()) view.setUint32(start + 8 + 4 * i, value, true);
  view.setUint16(start + 20, name.length, true);
  return new Uint8Array(view.buffer);
}

interface Packed {
  readonly packed: Uint8Array;
  readonly bytes: number;
  readonly crc32: number;
  readonly flags: number;
  readonly method: number;
}

function pack({ content, says, flags = 0, method = 8 }: ZipFile): Packed {
  const whole = bytesOf(content);
  const packed = method === 8 ? deflateRawSync(whole) : whole;
  return { packed, bytes: says?.bytes ?? whole.length, crc32: says?.crc32 ?? crc32(whole), flags, method };
}

/** A zip archive of these files in their order. */
export function zip(...files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const bodies: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    const packed = pack(file);
    const [name, said] = [bytesOf(file.name), bytesOf(file.says?.name ?? file.name)];
    const body = bytesOf(header(0x04034b50, [20], packed, name, 30), name, packed.packed);
    const entry = header(0x02014b50, [20, 20], packed, said, 46);
    new DataView(entry.buffer).setUint32(42, offset, true);
    bodies.push(body);
    directory.push(entry, said);
    offset += body.length;
  }
  const central = bytesOf(...directory);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, central.length, true);
  end.setUint32(16, offset, true);
  return bytesOf(...bodies, central, new Uint8Array(end.buffer));
}
