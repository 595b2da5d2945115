import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Path of the Deno program inside the npm package of this platform; nothing is downloaded. Throws when it is not installed. */
export function denoBinary(): string {
  const target = `${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}`;
  // The platform's package is a dependency of `deno`, so it is looked for from there.
  const fromDeno = createRequire(createRequire(import.meta.url).resolve("deno/package.json"));
  return join(dirname(fromDeno.resolve(`@deno/${target}/package.json`)), "deno");
}

/** Runs a module in Deno without permissions and gives what it printed. Throws with Deno's words when it fails. */
export async function runInDeno(file: string, cacheDir: string): Promise<string> {
  const command = [denoBinary(), "run", "--quiet", "--no-prompt", "--no-config", "--no-lock", "--cached-only", file];
  const env = { DENO_DIR: cacheDir, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", HOME: cacheDir };
  const deno = Bun.spawn(command, { env, stdout: "pipe", stderr: "pipe" });
  const [printed, complaints, code] = await Promise.all([
    new Response(deno.stdout).text(),
    new Response(deno.stderr).text(),
    deno.exited,
  ]);
  if (code !== 0) throw new Error(`Deno ended with ${code}: ${complaints}`);
  return printed;
}
