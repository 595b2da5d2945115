import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { root } from "#dev/root.ts";

/** One line of a bench's table: the same columns in every row of a bench. */
export type Row = Readonly<Record<string, string | number>>;

/** What a bench wants to reach, and whether it did. */
export interface Aim {
  readonly name: string;
  readonly value: number;
  readonly aim: string;
  readonly ok: boolean;
}

export interface BenchResult {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly aims: readonly Aim[];
}

export const atLeast = (name: string, value: number, least: number): Aim => ({
  name,
  value: rounded(value),
  aim: `>= ${least}`,
  ok: value >= least,
});
export const atMost = (name: string, value: number, most: number): Aim => ({
  name,
  value: rounded(value),
  aim: `<= ${most}`,
  ok: value <= most,
});

/** Three significant digits: more would be noise. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** What the figures were measured on: without it they say nothing. */
function machine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return `${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB, Bun ${Bun.version}`;
}

function table(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? "")))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
  return cells.map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")).join("\n");
}

/** Prints the table and the aims, and writes both to bench/results. A missed aim is said, and fails nothing. */
export function publish({ name, rows, aims }: BenchResult): void {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const result = { name, at: new Date().toISOString(), machine: machine(), release: version, rows, aims };
  const folder = join(root, "bench", "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(`\n${table(rows)}\n`);
  for (const aim of aims) console.log(`${aim.ok ? "reached" : "MISSED "}  ${aim.name}: ${aim.value} (aim ${aim.aim})`);
}
