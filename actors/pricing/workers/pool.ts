import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { ModelTopology } from "#contracts/pricing/topology.ts";
import { examinerVersion } from "../topology/examination.ts";
import { unseen } from "../topology/examine.ts";
import type { Examiner } from "./examiner.ts";
import { WorkerProcess } from "./worker-process.ts";

export interface PoolLimits {
  /** Processes at once; further models wait. */
  readonly workers: number;
  /** For one model, from its first byte to the last answer, ms. */
  readonly deadlineMs: number;
  /** Resident memory of one process. */
  readonly memoryBytesMax: number;
  /** After so many models a process is replaced: libraries leak. */
  readonly modelsMax: number;
}

export const usualLimits: PoolLimits = {
  workers: 1,
  deadlineMs: 60_000,
  memoryBytesMax: 2 * 2 ** 30,
  modelsMax: 200,
};

/** How often a worker's memory is looked at, ms. */
const lookEveryMs = 100;

type Topology = Omit<ModelTopology, "sha256" | "examiner">;
type Bytes = Parameters<Examiner["examine"]>[1];

/** Looks at models in processes of their own, which are ended when they take too long or too much. */
export class ExaminerPool implements Examiner {
  private readonly idle: WorkerProcess[] = [];
  private readonly busy = new Set<WorkerProcess>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly limits: PoolLimits = usualLimits) {}

  async examine(sha256: string, bytes: Bytes): Promise<ModelTopology> {
    if (this.running >= this.limits.workers) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return {
        ...(await this.examineIn(this.idle.pop() ?? new WorkerProcess(), bytes)),
        sha256,
        examiner: examinerVersion,
      };
    } finally {
      // Who waits takes the place over.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  close(): void {
    for (const worker of [...this.idle.splice(0), ...this.busy]) worker.end();
  }

  private async examineIn(worker: WorkerProcess, bytes: Bytes): Promise<Topology> {
    const { deadlineMs, memoryBytesMax, modelsMax } = this.limits;
    this.busy.add(worker);
    let why = "the worker that looked at it ended";
    const end = (reason: string) => {
      why = reason;
      worker.end();
    };
    const deadline = setTimeout(() => end(`it took more than ${Math.round(deadlineMs / 1000)} seconds`), deadlineMs);
    const watch = setInterval(() => {
      if (worker.memoryBytes() > memoryBytesMax) end("it needed too much memory");
    }, lookEveryMs);
    try {
      let seen: Topology | undefined;
      for await (const line of worker.examine(bytes)) {
        const { topology, done } = JSON.parse(line) as { topology: Topology; done?: boolean };
        seen = topology;
        if (!done) continue;
        if (worker.models < modelsMax) this.idle.push(worker);
        else worker.end();
        return seen;
      }
      return unfinished(seen, why);
    } finally {
      clearTimeout(deadline);
      clearInterval(watch);
      this.busy.delete(worker);
    }
  }
}

/** What was found before the worker ended still stands. */
function unfinished(seen: Topology | undefined, why: string): Topology {
  if (seen) return { ...seen, findings: [...seen.findings, notExamined("Overlaps and walls were", why)] };
  const nothing = { closed: null, welded: false, shells: null, edges: null, euler: null, genus: null };
  const findings = [notExamined("How the model's triangles hang together was", why)];
  return { ...unseen, ...nothing, volume: null, volumeRange: null, findings };
}

const notExamined = (what: string, why: string): Finding =>
  finding("model/not-examined", `${what} not examined, because ${why}.`);
