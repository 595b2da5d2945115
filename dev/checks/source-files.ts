import { root } from "#dev/root.ts";

/** Files git knows or would add, relative to the clone; without git, what lies in it. */
export async function sourceFiles(pattern: string): Promise<string[]> {
  const glob = new Bun.Glob(pattern);
  const listed = Bun.spawnSync(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const names = listed.success
    ? listed.stdout
        .toString()
        .split("\0")
        .filter((name) => name !== "" && glob.match(name))
    : [...glob.scanSync({ cwd: root })].filter((name) => !name.includes("node_modules/"));
  const present = await Promise.all(names.map((name) => Bun.file(`${root}/${name}`).exists()));
  return names.filter((_, index) => present[index]).sort();
}
