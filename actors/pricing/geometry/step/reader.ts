import { join } from "node:path";
import { finding } from "#contracts/pricing/finding.ts";
import { type ReaderLimits, sizeInWords } from "../limits.ts";
import { emitMesh } from "../mesh/emit-mesh.ts";
import { identity } from "../mesh/transform.ts";
import type { Reading, TriangleSink } from "../reader.ts";
import { type Refused, refused } from "../refused.ts";
import { exits, unpackMeshes } from "./message.ts";

const program = join(import.meta.dirname, "child.ts");

/**
 * STEP: exact surfaces, which a CAD kernel turns into triangles. Their volume is an estimate, and said to be one. The
 * kernel runs in a process of its own, with a deadline and a cap on its memory.
 */
export async function readStep(file: Uint8Array, sink: TriangleSink, limits: ReaderLimits): Promise<Reading> {
  checkFrame(file);
  for (const mesh of unpackMeshes(await meshesOf(file, limits))) emitMesh(mesh, identity, sink);
  const message = "Volume and area were measured on an approximation of the exact surfaces, within some thousandths.";
  return { format: "step", units: "millimeter", findings: [finding("model/estimate", message)] };
}

/** What every STEP file has, so that no process is started for what is none. */
function checkFrame(file: Uint8Array): void {
  const text = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (text.indexOf("HEADER") < 0 || text.indexOf("DATA") < 0) throw unreadable();
  // The end may be followed by white space, never by much.
  if (text.subarray(-1_000).indexOf("END-ISO-10303-21") >= 0) return;
  throw refused("model/truncated", "The STEP file ends too early. Please export or upload it again.");
}

async function meshesOf(file: Uint8Array, limits: ReaderLimits): Promise<Uint8Array> {
  const { stepMemoryMax, stepMsMax, verticesMax, trianglesMax } = limits;
  const child = Bun.spawn([process.execPath, "--no-env-file", program, String(stepMemoryMax)], {
    stdin: new Blob([file.slice()]),
    stdout: "pipe",
    stderr: "ignore",
    // The best code for a short run is the code that is there soonest: optimising costs more than it gains.
    env: { BUN_JSC_useOMGJIT: "0" },
  });
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, stepMsMax);
  try {
    const output = await bounded(child.stdout, 24 * verticesMax + 12 * trianglesMax);
    if (output === undefined) throw refused("model/too-many-triangles", "The model has too many triangles.");
    const code = await child.exited;
    if (code !== 0) throw late ? tookTooLong(stepMsMax) : problem(code, limits);
    return output;
  } finally {
    clearTimeout(deadline);
    child.kill("SIGKILL");
  }
}

/** All that a stream gives, unless it gives more than allowed. */
async function bounded(stream: ReadableStream<Uint8Array>, bytesMax: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of stream) {
    bytes += part.length;
    if (bytes > bytesMax) return undefined;
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function problem(code: number, { stepMemoryMax }: ReaderLimits): Refused {
  if (code === exits.outOfMemory) {
    return refused(
      "model/needs-too-much-memory",
      `Reading the model takes more than ${sizeInWords(stepMemoryMax)} of memory.`,
    );
  }
  return unreadable();
}

const unreadable = () => refused("model/unreadable", "The STEP file cannot be read. Please export it again.");

const tookTooLong = (ms: number) =>
  refused("model/took-too-long", `The model could not be read within ${Math.round(ms / 1000)} seconds.`);
