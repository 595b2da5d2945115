/** Runs a script with arguments in a process of its own and reads the JSON it prints last; other lines are shown. */
export async function runScript<Result>(path: string, ...args: string[]): Promise<Result> {
  const child = Bun.spawn([process.execPath, path, ...args], { stderr: "inherit" });
  const lines = (await Bun.readableStreamToText(child.stdout)).trimEnd().split("\n");
  if ((await child.exited) !== 0) throw new Error(`${path} failed`);
  return JSON.parse(lines.pop() ?? "") as Result;
}
