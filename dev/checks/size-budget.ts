import { root } from "#dev/root.ts";
import { type Outcome, verdict } from "./outcome.ts";
import { sourceFiles } from "./source-files.ts";

/** A file is one concept; one of more lines than this is several. */
const linesMax = 300;

// Spelled so that this file does not find itself.
const leftover = new RegExp(
  `\\b(${["TO", "FIX"].map((start) => start + (start === "TO" ? "DO" : "ME")).join("|")})\\b`,
);

/** Refuses long files, and notes to oneself that should be issues. */
export async function sizeBudget(): Promise<Outcome> {
  const complaints: string[] = [];
  for (const name of await sourceFiles("**/*.{ts,tsx}")) {
    complaints.push(...complaintsAbout(name, await Bun.file(`${root}/${name}`).text()));
  }
  return verdict(complaints.length === 0, complaints.join("\n"));
}

/** What is wrong with one file, a line each. */
export function complaintsAbout(name: string, text: string): string[] {
  const lines = text.split("\n");
  const length = text.endsWith("\n") ? lines.length - 1 : lines.length;
  const notes = lines.flatMap((line, index) => (leftover.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : []));
  return length > linesMax ? [`${name}: ${length} lines, and ${linesMax} is the most`, ...notes] : notes;
}
