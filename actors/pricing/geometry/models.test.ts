import { describe, expect, test } from "bun:test";
import { mmPerFileUnit } from "#contracts/pricing/unit.ts";
import { hostileFiles } from "#dev/models/hostile.ts";
import type { Analysis } from "./analyser.ts";
import { analysed, relativeError } from "./testing/analysed.ts";

/**
 * Real files with known truths, where BEZEL_MODELS_DIR names a folder of them: truth.tsv with a row a file, and evil/.
 * Elsewhere the generated twins stand in for them; the other tests of this folder hold those to their truths.
 */
const folder = process.env["BEZEL_MODELS_DIR"];

type Row = Readonly<Record<string, string>>;

async function truths(directory: string): Promise<Row[]> {
  const [heading = "", ...lines] = (await Bun.file(`${directory}/truth.tsv`).text()).trim().split("\n");
  const names = heading.split("\t");
  return lines.map((row) => Object.fromEntries(row.split("\t").map((value, i) => [names[i], value])));
}

const numbers = (row: Row, ...names: string[]): number[] => names.map((name) => Number(row[name]));
const factsOf = async (path: string) => analysed(await Bun.file(path).bytes());
const codesOf = ({ findings }: Analysis) => findings.map(({ code }) => code as string);

/** Why a surface that is not a closed one has no volume. */
const brokenSurface = ["model/not-closed", "model/no-volume"];

function checkMesh(row: Row, facts: Analysis): void {
  expect([facts.triangles]).toEqual(numbers(row, "triangles"));
  expect(relativeError(facts.area, Number(row["area"]))).toBeLessThan(1e-12);
  for (const [i, bound] of [...facts.bbox!.min, ...facts.bbox!.max].entries()) {
    const truth = Number(row[["min_x", "min_y", "min_z", "max_x", "max_y", "max_z"][i]!]);
    expect(Math.abs(bound - truth)).toBeLessThanOrEqual(1e-12 * Math.abs(truth));
  }
}

/** How far the volume may be from the truth: STEP is measured on an approximation, meshes exactly. */
const errorMax = ({ format }: Row) => (format === "step" ? 2e-3 : 1e-12);

function checkRow(row: Row, directory: string): void {
  test(`${row["file"]} (${row["confidence"]})`, async () => {
    const facts = await factsOf(`${directory}/${row["file"]}`);
    expect(facts.format).toBe(row["format"] as typeof facts.format);
    if (row["file"]!.startsWith("MUSTFAIL")) {
      expect(facts.volume).toBeNull();
      expect(facts.findings).toMatchObject([{ severity: "error" }]);
      return;
    }
    if (row["format"] === "step") expect(codesOf(facts)).toContain("model/estimate");
    else checkMesh(row, facts);
    if (row["confidence"]!.startsWith("D")) {
      expect(facts.volume).toBeNull();
      expect(brokenSurface).toContain(codesOf(facts)[0]!);
      return;
    }
    expect(relativeError(facts.volume, Number(row["exact_volume"]))).toBeLessThan(errorMax(row));
    const stated = Number(row["volume_mm3"]);
    if (stated)
      expect(relativeError(facts.volume! * mmPerFileUnit[facts.units!] ** 3, stated)).toBeLessThan(errorMax(row));
    // A CAD kernel has seven megabytes of code to compile, whatever else the machine does.
  }, 90_000);
}

const isAnswered = ({ volume, findings }: Analysis) =>
  volume !== null || findings.some(({ severity }) => severity === "error");

if (folder === undefined) {
  console.log(`models: ${hostileFiles.length} generated files, because BEZEL_MODELS_DIR is not set`);
  test("every generated file is answered", async () => {
    for (const { name, bytes } of hostileFiles) expect([name, isAnswered(await analysed(bytes))]).toEqual([name, true]);
  });
} else {
  const rows = await truths(folder);
  const evil = Array.from(new Bun.Glob("evil/*").scanSync(folder)).toSorted();
  console.log(`models: ${rows.length} rows of truth.tsv and ${evil.length} evil files from BEZEL_MODELS_DIR`);

  describe("a real file", () => {
    for (const row of rows) checkRow(row, folder);
  });

  describe("an evil file", () => {
    const expected: Record<string, string> = {
      "cycle.3mf": "model/refers-to-itself",
      "hugecount.stl": "model/truncated",
      "inside_out.stl": "model/inside-out",
      "laughs.3mf": "model/invalid",
      "nan.stl": "model/not-finite",
      "open.stl": "model/not-closed",
      "truncated.stl": "model/truncated",
    };
    test.each(evil)("%s is answered", async (path) => {
      const facts = await factsOf(`${folder}/${path}`);
      const code = expected[path.slice("evil/".length)];
      if (code) expect(codesOf(facts)).toEqual([code]);
      expect(isAnswered(facts)).toBe(true);
    });
  });
}
