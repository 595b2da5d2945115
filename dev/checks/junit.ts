/** Tests counted from a JUnit report. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts the tests in Bun's JUnit report of the files that were run. A file the report does not know could not be
 * loaded, and counts as a failure; so does everything, as one, when there is no report.
 */
export function countTests(report: string | undefined, files: readonly string[]): Counts {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const root = /<testsuites\s[^>]*>/.exec(report)?.[0] ?? "";
  const attribute = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(root)?.[1] ?? 0);
  const reported = new Set([...report.matchAll(/<testsuite\s[^>]*\bfile="([^"]*)"/g)].map((match) => match[1]));
  const missing = files.filter((file) => !reported.has(file)).length;
  const [failed, skipped] = [attribute("failures"), attribute("skipped")];
  return { passed: attribute("tests") - failed - skipped, failed: failed + missing, skipped };
}
