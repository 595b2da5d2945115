import { readFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { addressFrame, endFrame, framed } from "./process/frames.ts";
import { type Source, StoredModel } from "./source.ts";

const pageBytes = 4096;

/** When it is its turn, where others want the processor too. */
export type Turn = "later" | "last";
const priorities: Record<Turn, number> = {
  later: constants.priority.PRIORITY_BELOW_NORMAL,
  last: constants.priority.PRIORITY_LOW,
};

/** One process, and the model it is at. */
export class WorkerProcess {
  /** Models it has seen. */
  models = 0;
  private readonly child: Bun.Subprocess<"pipe", "pipe", "ignore">;
  private readonly answers: AsyncGenerator<string>;

  constructor(program: readonly string[], turn?: Turn) {
    this.child = Bun.spawn([process.execPath, "--no-env-file", ...program], {
      stdin: "pipe",
      stdout: "pipe",
      stderr: "ignore",
      env: {},
      // A group of its own, so that what it has started ends with it.
      detached: true,
    });
    if (turn) lowerPriority(this.child.pid, priorities[turn]);
    this.answers = linesOf(this.child.stdout);
  }

  get pid(): number {
    return this.child.pid;
  }

  /** Sends a model and gives the lines that come back; ends when the process does. Throws what the bytes throw. */
  async *lines(source: Source): AsyncGenerator<string> {
    this.models++;
    let failed: { readonly error: unknown } | undefined;
    this.send(source).catch((error: unknown) => {
      failed = { error };
      this.end();
    });
    for (;;) {
      const { value, done } = await this.answers.next();
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
    try {
      process.kill(-this.child.pid, "SIGKILL");
    } catch {
      this.child.kill("SIGKILL"); // It leads no group, or is gone.
    }
  }

  private async send(source: Source): Promise<void> {
    if (source instanceof StoredModel) return void (await this.write(addressFrame(source.address)));
    for await (const chunk of source) {
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

function lowerPriority(pid: number, priority: number): void {
  try {
    setPriority(pid, priority);
  } catch {
    // It is gone already, or the system has no priorities: then it runs as any other.
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
