import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { without } from "#dev/models/mesh.ts";
import { cube } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";
import { root } from "#dev/root.ts";

const folder = mkdtempSync(join(tmpdir(), "bezel-price-"));
afterAll(() => rmSync(folder, { recursive: true }));

const sound = join(folder, "sound.stl");
const open = join(folder, "open.stl");
writeFileSync(sound, binaryStl(cube(10)));
writeFileSync(open, binaryStl(without(cube(10), 3)));

function price(...args: string[]) {
  const command = [process.execPath, "--no-env-file", join(root, "dev", "cli", "main.ts"), "price", ...args];
  const { exitCode, stdout, stderr } = Bun.spawnSync(command);
  return { exitCode, said: stdout.toString(), complained: stderr.toString() };
}

describe("./bezel price", () => {
  test("answers each file in one line of JSON, one with a finding too", () => {
    const { exitCode, said } = price("--json", "--quantity", "1,50", sound, open);
    expect(exitCode).toBe(0);
    const [first, second, ...none] = said
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(none).toEqual([]);
    expect(first).toMatchObject({
      ...{ file: sound, format: "stl-binary", triangles: 12, volume: 1000, area: 600, units: null, findings: [] },
      bbox: { min: [0, 0, 0], max: [10, 10, 10] },
    });
    expect(first.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(first.ms).toBeGreaterThan(0);
    expect(new Set(first.prices.map(({ unit }: { unit: string }) => unit))).toEqual(new Set(["mm", "inch", "m"]));
    expect(new Set(first.prices.map(({ quantity }: { quantity: number }) => quantity))).toEqual(new Set([1, 50]));
    expect(second).toMatchObject({ file: open, volume: null, findings: [{ severity: "error" }], prices: [] });
  }, 20_000);

  test("shows people the same", () => {
    const { exitCode, said } = price("--unit", "cm", sound);
    expect(exitCode).toBe(0);
    for (const word of ["stl-binary", "volume     1000", "Sterling silver", "in cm"]) expect(said).toContain(word);
    for (const process of ["Castable resin", "FDM", "SLS", "MJF", "DMLS"]) expect(said).toContain(process);
  }, 20_000);

  test("says what is not there, and answers the rest", () => {
    const { exitCode, said, complained } = price("--json", join(folder, "none.stl"), folder, sound);
    expect(exitCode).toBe(1);
    expect(complained).toBe(`bezel: ${join(folder, "none.stl")} does not exist.\nbezel: ${folder} is not a file.\n`);
    expect(JSON.parse(said).volume).toBe(1000);
  }, 20_000);

  test("wants a file, and options it knows", () => {
    expect(price()).toMatchObject({ exitCode: 1, complained: expect.stringContaining("Name at least one model file") });
    expect(price("--unit", "ell", sound).complained).toContain("--unit must be one of mm, cm, m, inch");
    expect(price("--help").said).toContain("./bezel price FILE");
  }, 20_000);
});
