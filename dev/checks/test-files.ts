import { sourceFiles } from "./source-files.ts";

/** The test files, by what they need. */
export interface TestFiles {
  /** No servers. */
  pure: string[];
  /** The shared servers. */
  integration: string[];
  /** Whole systems, with nodes and sometimes servers of their own. */
  journeys: string[];
  /** ./bezel itself, which promises times and so runs alone. */
  launcher: string[];
}

/** Finds them; with filters, those whose path contains one of them. */
export async function testFiles(filters: readonly string[] = []): Promise<TestFiles> {
  const all = await sourceFiles("**/*.test.{ts,tsx}");
  return sorted(filters.length === 0 ? all : all.filter((name) => filters.some((filter) => name.includes(filter))));
}

export function sorted(names: readonly string[]): TestFiles {
  const needsServers = (name: string) => /\.int\.test\.tsx?$/.test(name);
  const inFolder = (folder: string) => (name: string) => name.startsWith(folder) && needsServers(name);
  const [isJourney, isLauncher] = [inFolder("tests/"), inFolder("dev/cli/")];
  return {
    pure: names.filter((name) => !needsServers(name)),
    integration: names.filter((name) => needsServers(name) && !isJourney(name) && !isLauncher(name)),
    journeys: names.filter(isJourney),
    launcher: names.filter(isLauncher),
  };
}
