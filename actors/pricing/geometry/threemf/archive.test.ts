import { describe, expect, test } from "bun:test";
import { bytesOf } from "#dev/models/formats/binary.ts";
import {
  contentTypes,
  modelFile,
  modelXml,
  object,
  relationships,
  rootRelationship,
  threeMf,
  threeMfOf,
} from "#dev/models/formats/threemf.ts";
import { type ZipFile, zip } from "#dev/models/formats/zip.ts";
import { cube } from "#dev/models/solids.ts";
import { analysed } from "../testing/analysed.ts";
import { answer, build, one, sound } from "./testing/sample.ts";

describe("3MF: a hostile archive is answered:", () => {
  const packed = (...more: readonly ZipFile[]) => threeMfOf(sound, ...more);
  const spaces = " ".repeat(25_000_000);
  /** Text that does not pack well, the same in every run. */
  const noise = Array.from({ length: 400_000 }, (_, i) => Math.imul(i, 2654435761).toString(36)).join("");
  const bombed = sound.replace("<build>", `${spaces}<build>`);
  test.each<[string, Uint8Array, string]>([
    ["a name that leads out", packed({ name: "../../etc/passwd", content: "x" }), "model/unsafe-archive"],
    ["an absolute name", packed({ name: "/etc/passwd", content: "x" }), "model/unsafe-archive"],
    ["a name twice", packed({ name: "3d/3DModel.model", content: "x" }), "model/unsafe-archive"],
    [
      "another name in the directory",
      packed({ name: "a.txt", content: "x", says: { name: "b.txt" } }),
      "model/unsafe-archive",
    ],
    ["an encrypted file", packed({ name: "a", content: "x", flags: 1 }), "model/unsupported"],
    ["another way to pack", packed({ name: "a", content: "x", method: 14 }), "model/unsupported"],
    ["a bomb", threeMfOf(bombed), "model/expands-too-far"],
    [
      "a bomb that says it is small",
      zip(contentTypes, relationships(rootRelationship), { ...modelFile(bombed), says: { bytes: 1_000 } }),
      "model/unsafe-archive",
    ],
    [
      "a file shorter than it says",
      zip(contentTypes, relationships(rootRelationship), { ...modelFile(sound), says: { bytes: sound.length + 1 } }),
      "model/unreadable",
    ],
    [
      "a wrong checksum",
      zip(contentTypes, relationships(rootRelationship), { ...modelFile(sound), says: { crc32: 1 } }),
      "model/unreadable",
    ],
    [
      "too many files",
      packed(...Array.from({ length: 5_000 }, (_, i) => ({ name: `${i}`, content: "" }))),
      "model/too-complex",
    ],
    ["an archive of something else", zip({ name: "a.txt", content: "hello" }), "model/unreadable"],
    [
      "a directory of nonsense",
      bytesOf("PK\x03\x04", threeMf(cube(1)).slice(4, -30), "x".repeat(30)),
      "model/unreadable",
    ],
    [
      "objects that contain each other",
      threeMfOf(
        modelXml(
          object(1, `<components><component objectid="2"/></components>`) +
            object(2, `<components><component objectid="1"/></components>`),
          build,
        ),
      ),
      "model/refers-to-itself",
    ],
    [
      "objects too deep",
      threeMfOf(
        modelXml(
          one +
            Array.from({ length: 200 }, (_, i) =>
              object(i + 2, `<components><component objectid="${i + 1}"/></components>`),
            ).join(""),
          `<item objectid="201"/>`,
        ),
      ),
      "model/too-complex",
    ],
    [
      "XML too deep",
      threeMfOf(sound.replace("<build>", `${"<x:a xmlns:x='urn:x'>".repeat(5_000)}<build>`)),
      "model/too-complex",
    ],
    [
      "a tag without end",
      threeMfOf(sound.replace("<build>", `<x:a xmlns:x='urn:x' b="${noise}"/><build>`)),
      "model/too-complex",
    ],
    ["an index too high", threeMfOf(sound.replace(/v3="\d+"/, 'v3="99"')), "model/bad-index"],
    ["an index of four billion", threeMfOf(sound.replace(/v3="\d+"/, 'v3="4294967297"')), "model/invalid"],
  ])("%s", async (_, file, code) => expect(await answer(file)).toMatchObject({ volume: null, code }));

  test("an STL that begins like an archive is the STL it is", async () => {
    const { binaryStl } = await import("#dev/models/stl.ts");
    const stl = binaryStl(cube(1), "PK\x03\x04");
    expect(await analysed(stl)).toMatchObject({ format: "stl-binary", volume: 1, findings: [] });
  });
});
