/** Runs a script with arguments in a process of its own and reads the JSON it prints last; other lines are shown. */
export async function runScript<Result>(path: string, ...args: string[]): Promise<Result> {
  const child = Bun.spawn([process.execPath, path, ...args], { stderr: "inherit" });
  const lines = (await Bun.readableStreamToText(child.stdout)).trimEnd().split("\n");
  if ((await child.exited) !== 0) throw new Error(`${path} failed`);
  return JSON.parse(lines.pop() ?? "") as Result;
}

/** The lines a script prints, as they come. */
export async function* linesOf(stdout: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
