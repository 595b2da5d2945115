import { finding } from "#contracts/pricing/finding.ts";
import { readGlb } from "./glb/reader.ts";
import type { ReaderLimits } from "./limits.ts";
import { ObjReader } from "./obj/reader.ts";
import { OffReader } from "./off/reader.ts";
import { PlyReader } from "./ply/reader.ts";
import type { Reader, TriangleSink } from "./reader.ts";
import type { Sniffed } from "./sniff.ts";
import { readStep } from "./step/reader.ts";
import { AsciiStlReader } from "./stl/ascii.ts";
import { BinaryStlReader } from "./stl/binary.ts";
import { readThreeMf } from "./threemf/reader.ts";
import { WholeFile } from "./whole-file.ts";

/** A reader for what the file was sniffed to be. */
export function openReader(sniffed: Sniffed, sink: TriangleSink, limits: ReaderLimits): Reader {
  switch (sniffed) {
    case "stl-ascii":
      return new AsciiStlReader(sink);
    case "stl-binary":
      return new BinaryStlReader(sink);
    case "obj":
      return new ObjReader(sink, limits);
    case "off":
      return new OffReader(sink, limits);
    case "ply":
      return new PlyReader(sink, limits);
    case "glb":
      return new WholeFile("glb", readGlb, sink, limits);
    case "step":
      return new WholeFile("step", readStep, sink, limits);
    case "zip":
      return new WholeFile("3mf", readThreeMf, sink, limits);
    default:
      return unreadable;
  }
}

const message = "The file is not a 3D model we can read: STL, OBJ, PLY, OFF, 3MF, GLB or STEP.";
const unreadable: Reader = {
  push: () => {},
  finish: () => ({ format: "unknown", units: null, findings: [finding("model/unreadable", message)] }),
};
