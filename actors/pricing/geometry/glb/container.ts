import { refused } from "../refused.ts";
import { Document } from "./document.ts";

const jsonChunk = 0x4e4f534a;
const binaryChunk = 0x004e4942;
/** The description of a model, without its triangles. */
const jsonBytesMax = 32_000_000;

export interface Container {
  readonly document: Document;
  readonly binary: Uint8Array;
}

/** What breaks glTF's rules, said to the customer. */
export const invalidGltf = (what: string) =>
  refused("model/invalid", `The file breaks the rules of glTF: ${what}. Please export it again.`);

/** The two chunks of a GLB file: a JSON document, and the bytes it speaks of. */
export function openContainer(file: Uint8Array): Container {
  if (file.length < 20) throw truncated();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(4, true) !== 2) throw refused("model/unsupported", "Only version 2 of glTF is read.");
  const length = view.getUint32(8, true);
  if (length > file.length) throw truncated();
  const json = chunkAt(file, view, 12, length);
  if (json?.type !== jsonChunk) throw invalidGltf("it does not begin with its JSON");
  if (json.bytes.length > jsonBytesMax) throw refused("model/too-complex", "The JSON of the model is too large.");
  const next = chunkAt(file, view, json.end, length);
  return { document: parsed(json.bytes), binary: next?.type === binaryChunk ? next.bytes : new Uint8Array() };
}

function chunkAt(file: Uint8Array, view: DataView, at: number, length: number) {
  if (at + 8 > length) return undefined;
  const end = at + 8 + view.getUint32(at, true);
  if (end > length) throw truncated();
  return { type: view.getUint32(at + 4, true), bytes: file.subarray(at + 8, end), end };
}

function parsed(bytes: Uint8Array): Document {
  try {
    const document = Document.safeParse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    if (document.success) return document.data;
    const { path } = document.error.issues[0]!;
    throw invalidGltf(`${path.join(".").slice(0, 80) || "the document"} is wrong or missing`);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)
      throw invalidGltf("its JSON cannot be read");
    throw error;
  }
}

const truncated = () =>
  refused("model/truncated", "The file ends before it says it does. Please export or upload it again.");
