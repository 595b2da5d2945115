import { join } from "node:path";
import { finding } from "#contracts/pricing/finding.ts";
import type { Analysis } from "../geometry/analyser.ts";
import { type AnalysisLimits, sizeInWords } from "../geometry/limits.ts";
import { Refused } from "../geometry/refused.ts";
import { type PoolLimits, ProcessPool, usualLimits } from "./process-pool.ts";
import { WorkerEnded } from "./worker-ended.ts";
import type { Bytes } from "./worker-process.ts";

const program = join(import.meta.dirname, "analyser-process.ts");
/** Above what reading STEP may take, which answers for itself. */
const usual: PoolLimits = { ...usualLimits, deadlineMs: 90_000 };

/**
 * Reads models in processes of their own: those that would keep the event loop of this one, or may take it down. The
 * facts are the same to the bit as here. Throws Refused with a finding when a model takes too long or too much, which
 * is no fact about it, and WorkerEnded when something else ended the worker.
 */
export class AnalyserPool {
  private readonly pool: ProcessPool;

  constructor(
    limits: AnalysisLimits,
    private readonly poolLimits: PoolLimits = usual,
  ) {
    this.pool = new ProcessPool([program, JSON.stringify(limits)], poolLimits);
  }

  get pids(): readonly number[] {
    return this.pool.pids;
  }

  async analyse(bytes: Bytes): Promise<Analysis> {
    let analysis: Analysis | undefined;
    try {
      await this.pool.run(bytes, (line) => {
        analysis = JSON.parse(line) as Analysis;
        return true;
      });
    } catch (error) {
      throw this.refusal(error) ?? error;
    }
    return analysis!;
  }

  close(): void {
    this.pool.close();
  }

  private refusal(error: unknown): Refused | undefined {
    if (!(error instanceof WorkerEnded)) return undefined;
    const { deadlineMs, memoryBytesMax } = this.poolLimits;
    if (error.reason === "late") {
      const message = `The model could not be read within ${Math.round(deadlineMs / 1000)} seconds.`;
      return new Refused(finding("model/took-too-long", message));
    }
    if (error.reason === "gone") return undefined;
    const message = `Reading the model takes more than ${sizeInWords(memoryBytesMax)} of memory.`;
    return new Refused(finding("model/needs-too-much-memory", message));
  }
}
