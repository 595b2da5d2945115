import { describe, expect, test } from "bun:test";
import { hostileFiles } from "#dev/models/hostile.ts";
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
const codesOf = ({ findings }: Awaited<ReturnType<typeof factsOf>>) => findings.map(({ code }) => code as string);

function checkRow(row: Row, directory: string): void {
  test(`${row["file"]} (${row["confidence"]})`, async () => {
    const facts = await factsOf(`${directory}/${row["file"]}`);
    if (!row["format"]!.startsWith("stl")) {
      expect(codesOf(facts)).toEqual(["model/unreadable"]);
      return;
    }
    expect(facts.format).toBe(row["format"] as typeof facts.format);
    expect([facts.triangles]).toEqual(numbers(row, "triangles"));
    expect(relativeError(facts.area, Number(row["area"]))).toBeLessThan(1e-12);
    expect(facts.bbox?.min).toEqual(numbers(row, "min_x", "min_y", "min_z") as [number, number, number]);
    expect(facts.bbox?.max).toEqual(numbers(row, "max_x", "max_y", "max_z") as [number, number, number]);
    if (row["confidence"]!.startsWith("D")) expect(codesOf(facts)).toContain("model/not-closed");
    else expect(relativeError(facts.volume, Number(row["exact_volume"]))).toBeLessThan(1e-12);
  });
}

const isAnswered = ({ volume, findings }: ReturnType<typeof analysed>) =>
  volume !== null || findings.some(({ severity }) => severity === "error");

if (folder === undefined) {
  console.log(`models: ${hostileFiles.length} generated files, because BEZEL_MODELS_DIR is not set`);
  test("every generated file is answered", () =>
    expect(hostileFiles.filter(({ bytes }) => !isAnswered(analysed(bytes)))).toEqual([]));
} else {
  const rows = await truths(folder);
  const evil = Array.from(new Bun.Glob("evil/*").scanSync(folder)).toSorted();
  console.log(`models: ${rows.length} rows of truth.tsv and ${evil.length} evil files from BEZEL_MODELS_DIR`);

  describe("a real file", () => {
    for (const row of rows) checkRow(row, folder);
  });

  describe("an evil file", () => {
    const expected: Record<string, string> = {
      "hugecount.stl": "model/truncated",
      "inside_out.stl": "model/inside-out",
      "nan.stl": "model/not-finite",
      "open.stl": "model/not-closed",
      "truncated.stl": "model/truncated",
    };
    test.each(evil)("%s is answered", async (path) => {
      const facts = await factsOf(`${folder}/${path}`);
      const code = path.endsWith(".stl") ? expected[path.slice("evil/".length)] : "model/unreadable";
      if (code) expect(codesOf(facts)).toEqual([code]);
      expect(isAnswered(facts)).toBe(true);
    });
  });
}
