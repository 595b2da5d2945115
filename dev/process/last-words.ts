/** Source lines, stack frames and the like, which a program that crashed writes around what it has to say. */
const aroundAnError = /^\s*(at |\d+ \||\^|[-{}\]]|Bun v)|^ {2}\w+: /;

/** The last line of a log that says something: of a crash the error, of a line of JSON its message. */
export function lastWords(log: string): string {
  const lines = log.split("\n").map((line) => messageOf(line) ?? line);
  return lines.findLast((line) => line.trim() !== "" && !aroundAnError.test(line))?.trim() ?? "it wrote nothing";
}

function messageOf(line: string): string | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter((part) => part !== undefined).join(": ");
  } catch {
    return undefined;
  }
}
