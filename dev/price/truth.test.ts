import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExaminerPool } from "#actors/pricing/workers/pool.ts";
import { hostileFiles } from "#dev/models/hostile.ts";
import { answer, answerJson } from "./answer.ts";

/**
 * Files through all that `./bezel price --json` does: real ones with known truths where BEZEL_MODELS_DIR names a folder
 * with truth.tsv and evil/, generated ones everywhere.
 */
const folder = process.env["BEZEL_MODELS_DIR"];
const choice = { unit: undefined, quantities: [1], leadTime: "standard", finishing: "polished", country: "DE" };
/** What one small malformed file may add to the resident memory. */
const grownBytesMax = 100_000_000;

let examiner: ExaminerPool;
beforeAll(() => {
  examiner = new ExaminerPool();
});
afterAll(() => examiner.close());

interface Line {
  readonly format: string;
  readonly volume: number | null;
  readonly area: number | null;
  readonly closed: boolean | null;
  readonly shells: number | null;
  readonly triangles: number;
  readonly prices: readonly unknown[];
  readonly findings: readonly { readonly code: string; readonly severity: string }[];
}
const priced = async (path: string): Promise<Line> =>
  JSON.parse(answerJson(await answer(path, choice, examiner, () => {})));

const codes = ({ findings }: Line) => findings.map(({ code }) => code);
const errors = ({ findings }: Line) => findings.filter(({ severity }) => severity === "error");
const isRefused = (line: Line) => line.volume === null && line.prices.length === 0 && errors(line).length > 0;
const isAnswered = (line: Line) => isRefused(line) || (line.volume !== null && errors(line).length === 0);
const farFrom = (value: number | null, truth: number) => Math.abs((value ?? Number.NaN) / truth - 1);

type Row = Readonly<Record<string, string>>;

async function checkRow(row: Row, directory: string): Promise<void> {
  const line = await priced(join(directory, row["file"]!));
  const truth = (name: string) => Number(row[name]);
  expect(line.format).toBe(row["format"]!);
  if (row["file"]!.startsWith("MUSTFAIL")) return expect(isRefused(line)).toBe(true);
  if (row["confidence"]!.startsWith("D")) {
    expect(isRefused(line)).toBe(true);
    expect(codes(line)).toContain(
      truth("open_edges") + truth("flipped_edges") > 0 ? "model/not-closed" : "model/no-volume",
    );
    return;
  }
  const step = row["format"] === "step";
  expect(farFrom(line.volume, truth("exact_volume"))).toBeLessThan(step ? 2e-3 : 1e-9);
  expect(line).toMatchObject({ closed: true, shells: truth("components") });
  expect(line.prices).not.toEqual([]);
  if (step) return expect(codes(line)).toContain("model/estimate");
  expect(farFrom(line.area, truth("area"))).toBeLessThan(1e-9);
  expect(line.triangles).toBe(truth("triangles"));
  if (row["confidence"] === "C-weld") expect(codes(line)).toContain("model/seams-joined");
}

async function expectAnswered(path: string): Promise<Line> {
  const before = process.memoryUsage.rss();
  const line = await priced(path);
  expect(process.memoryUsage.rss() - before).toBeLessThan(grownBytesMax);
  expect(isAnswered(line)).toBe(true);
  return line;
}

const directory = mkdtempSync(join(tmpdir(), "bezel-truth-"));
afterAll(() => rmSync(directory, { recursive: true }));

test.each(hostileFiles.map((file) => [file.name, file] as const))("%s is answered", async (_, file) => {
  const path = join(directory, "model");
  writeFileSync(path, file.bytes);
  const line = await expectAnswered(path);
  expect(line.volume).toBe(file.volume ?? null);
  if (file.finding) expect(codes(line)).toContain(file.finding);
});

if (folder !== undefined) {
  const [heading = "", ...lines] = (await Bun.file(join(folder, "truth.tsv")).text()).trim().split("\n");
  const names = heading.split("\t");
  const rows: Row[] = lines.map((line) => Object.fromEntries(line.split("\t").map((value, i) => [names[i]!, value])));

  describe("a real file has the price of its truth:", () => {
    test.each(rows.map((row) => [`${row["file"]} (${row["confidence"]})`, row] as const))(
      "%s",
      (_, row) => checkRow(row, folder),
      90_000,
    );
  });

  test.each(Array.from(new Bun.Glob("evil/*").scanSync(folder)).toSorted())(
    "%s is answered with a finding",
    async (path) => {
      const line = await expectAnswered(join(folder, path));
      expect(line.findings).not.toEqual([]);
    },
  );
}
