import { sourceFiles } from "./source-files.ts";

/** The test files, by what they need. */
export interface TestFiles {
  /** No servers. */
  pure: string[];
  /** The shared servers. */
  integration: string[];
  /** Whole systems: they stop and kill servers of their own, and run one at a time. */
  journeys: string[];
}

/** Finds them; with filters, those whose path contains one of them. */
export async function testFiles(filters: readonly string[] = []): Promise<TestFiles> {
  const all = await sourceFiles("**/*.test.{ts,tsx}");
  return sorted(filters.length === 0 ? all : all.filter((name) => filters.some((filter) => name.includes(filter))));
}

export function sorted(names: readonly string[]): TestFiles {
  const needsServers = (name: string) => /\.int\.test\.tsx?$/.test(name);
  const isJourney = (name: string) => /^(tests|dev\/cli)\//.test(name);
  return {
    pure: names.filter((name) => !needsServers(name)),
    integration: names.filter((name) => needsServers(name) && !isJourney(name)),
    journeys: names.filter((name) => needsServers(name) && isJourney(name)),
  };
}
