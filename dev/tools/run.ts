/** Runs a program quietly; throws with its last words when it fails or is not there. Returns its standard output. */
export async function run(command: string[], cwd: string, signal?: AbortSignal): Promise<string> {
  const [program = ""] = command;
  if (!Bun.which(program)) throw new Error(`${program} is not installed`);
  const child = Bun.spawn(command, { cwd, stdio: ["ignore", "pipe", "pipe"], ...(signal && { signal }) });
  const [output, complaint] = await Promise.all([
    Bun.readableStreamToText(child.stdout),
    Bun.readableStreamToText(child.stderr),
    child.exited,
  ]);
  if (child.exitCode === 0) return output;
  throw new Error(complaint.trim().split("\n").at(-1) || `${program} failed`);
}
