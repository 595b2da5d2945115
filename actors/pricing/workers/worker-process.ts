import { readFileSync } from "node:fs";
import { join } from "node:path";
import { endFrame, framed } from "./frames.ts";

const program = join(import.meta.dirname, "examiner-process.ts");
const pageBytes = 4096;

/** One process, and the model it is at. */
export class WorkerProcess {
  /** Models it has seen. */
  models = 0;
  private readonly child = Bun.spawn([process.execPath, "--no-env-file", program], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "ignore",
    env: {},
  });
  private readonly lines = linesOf(this.child.stdout);

  /** Sends a model and gives the lines that come back; ends when the process does. Throws what the bytes throw. */
  async *examine(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
    this.models++;
    let failed: { readonly error: unknown } | undefined;
    this.send(bytes).catch((error: unknown) => {
      failed = { error };
      this.end();
    });
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) break;
      yield value;
    }
    if (failed) throw failed.error;
  }

  /** Resident memory; 0 where the system does not tell. */
  memoryBytes(): number {
    try {
      return Number(readFileSync(`/proc/${this.child.pid}/statm`, "utf8").split(" ")[1]) * pageBytes;
    } catch {
      return 0;
    }
  }

  end(): void {
    this.child.kill("SIGKILL");
  }

  private async send(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    for await (const chunk of bytes) {
      if (chunk.length > 0 && !(await this.write(framed(chunk)))) return;
    }
    await this.write(endFrame);
  }

  /** False where the process has ended: then its lines end too, and that is the answer. */
  private async write(frame: Uint8Array): Promise<boolean> {
    try {
      await this.child.stdin.write(frame);
      await this.child.stdin.flush();
      return true;
    } catch {
      return false;
    }
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of stream) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
