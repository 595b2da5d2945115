import { root } from "#dev/root.ts";

/** Runs Bun with these arguments in the clone; resolves with all it wrote, in the order it wrote it. */
export async function captureBun(args: string[], env: Record<string, string> = {}) {
  const child = Bun.spawn(["sh", "-c", 'exec "$@" 2>&1', "sh", process.execPath, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, exitCode] = await Promise.all([Bun.readableStreamToText(child.stdout), child.exited]);
  return { output, exitCode };
}
