import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contender } from "./ours.ts";

const longestMs = 300_000;

/** A command-line program that prints a volume; its time includes starting it and reading the file from the page cache. */
async function volumeBy(command: readonly string[], pattern: RegExp): Promise<number | null> {
  const child = Bun.spawn([...command], { stdout: "pipe", stderr: "ignore", timeout: longestMs });
  const output = await new Response(child.stdout).text();
  await child.exited;
  const found = pattern.exec(output)?.[1];
  return found === undefined ? null : Number(found);
}

const programs = {
  admesh: (file: string) => volumeBy(["admesh", file], /Volume\s*:\s*([-\d.e+]+)/),
  "prusa-slicer": (file: string) => volumeBy(["prusa-slicer", "--info", file], /volume\s*=\s*([-\d.e+]+)/),
};
export type Program = keyof typeof programs;

export const isInstalled = (program: Program): boolean => Bun.which(program) !== null;

/** Runs `work` with the program on a file of these bytes. */
export async function withProgram<T>(
  program: Program,
  bytes: Uint8Array,
  work: (contender: Contender) => Promise<T>,
): Promise<T> {
  const file = join(tmpdir(), `bezel-bench-${process.pid}.stl`);
  await Bun.write(file, bytes);
  try {
    return await work(() => programs[program](file));
  } finally {
    rmSync(file, { force: true });
  }
}
