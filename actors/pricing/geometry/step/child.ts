/**
 * The program of the process that reads one STEP file: standard input is the file, standard output its meshes. It is a
 * process of its own because a CAD kernel may run or grow without end, and only a process can be ended from outside.
 */
import load from "occt-import-js";
import { exits, packMeshes } from "./message.ts";

const memoryBytesMax = Number(process.argv[2]);
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
  // Once the kernel is refused memory, nothing it says can be trusted.
  if (this.buffer.byteLength + pages * 65_536 > memoryBytesMax) process.exit(exits.outOfMemory);
  return grow.call(this, pages);
};

const silent = () => {};
const file = await Bun.stdin.bytes();
const occt = await load({ print: silent, printErr: silent });
const { success, meshes = [] } = occt.ReadStepFile(file, {
  linearUnit: "millimeter",
  linearDeflectionType: "bounding_box_ratio",
  // Of a sphere this leaves out less than a thousandth.
  linearDeflection: 0.000_2,
  angularDeflection: 0.2,
});
if (!success) process.exit(exits.notStep);
const flat = meshes.map(({ attributes, index }) => ({ vertices: attributes.position.array, triangles: index.array }));
const output = Bun.stdout.writer();
for (const part of packMeshes(flat)) await output.write(part);
await output.end();
process.exit(0);
