import { describe, expect, test } from "bun:test";
import { examined } from "#contracts/pricing/topology.ts";
import { cube } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";
import { relativeError } from "../geometry/testing/analysed.ts";
import { examinerVersion } from "./examination.ts";
import { lookedAt } from "./testing/looked-at.ts";

/** Real files with known edges, where BEZEL_MODELS_DIR names a folder of them; elsewhere generated ones stand in. */
const folder = process.env["BEZEL_MODELS_DIR"];
const sha256 = "0".repeat(64);

async function closerLook(bytes: Uint8Array) {
  const { analysis, topology } = await lookedAt(bytes);
  return { topology, facts: examined({ ...analysis, sha256 }, { ...topology, sha256, examiner: examinerVersion }) };
}

if (folder === undefined) {
  test("a cube, looked at closely", async () => {
    const { facts } = await closerLook(binaryStl(cube(1)));
    expect(facts).toMatchObject({ closed: true, shells: 1, volume: 1, findings: [] });
  });
} else {
  const [heading = "", ...lines] = (await Bun.file(`${folder}/truth.tsv`).text()).trim().split("\n");
  const names = heading.split("\t");
  const rows = lines.map((line) => Object.fromEntries(line.split("\t").map((value, i) => [names[i]!, value])));
  const meshes = rows.filter(({ format }) => /^(stl|obj|ply)/.test(format!));

  describe("a real file's triangles hang together as counted exactly:", () => {
    test.each(meshes.map((row) => [row["file"]!, row] as const))("%s", async (file, row) => {
      const { topology, facts } = await closerLook(await Bun.file(`${folder}/${file}`).bytes());
      const number = (name: string) => Number(row[name]);
      const welds = row["confidence"] === "C-weld";
      expect(topology).toMatchObject({ shells: number("components"), euler: number("euler"), welded: welds });
      expect(topology.edges).toEqual({
        open: welds ? 0 : number("open_edges"),
        flipped: number("flipped_edges"),
        nonManifold: number("nonmanifold_edges"),
      });
      if (!row["confidence"]!.startsWith("D")) {
        expect(facts.closed).toBe(true);
        expect(relativeError(topology.volume, number("exact_volume"))).toBeLessThan(1e-12);
        expect(relativeError(facts.volume, number("exact_volume"))).toBeLessThan(1e-12);
      } else {
        expect(facts.volume).toBeNull();
        expect(facts.findings[0]!.severity).toBe("error");
        expect(facts.findings.map(({ code }) => code)).toContain(
          facts.closed ? "model/double-sided" : "model/not-closed",
        );
      }
    });
  });
}
