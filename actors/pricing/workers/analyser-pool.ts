import { join } from "node:path";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { finding } from "#contracts/pricing/finding.ts";
import type { Analysis } from "../geometry/analyser.ts";
import { type AnalysisLimits, sizeInWords } from "../geometry/limits.ts";
import { Refused } from "../geometry/refused.ts";
import { type PoolLimits, ProcessPool, usualLimits } from "./process-pool.ts";
import { answerIn, type Source, type StoredModel } from "./source.ts";
import { WorkerEnded } from "./worker-ended.ts";

const program = join(import.meta.dirname, "process", "analyser-process.ts");
/** Above what reading STEP may take, which answers for itself. */
export const usualAnalyserLimits: PoolLimits = { ...usualLimits, deadlineMs: 90_000 };

interface Answer {
  readonly analysis: Analysis;
  /** Of a model whose bytes the worker got itself. */
  readonly sha256?: string;
}

/**
 * Reads models in processes of their own: those that would keep the event loop of this one, or may take it down. The
 * facts are the same to the bit as here. Throws Refused with a finding when a model takes too long or too much, which
 * is no fact about it, and WorkerEnded when something else ended the worker.
 */
export class AnalyserPool {
  private readonly pool: ProcessPool;

  constructor(
    limits: AnalysisLimits,
    private readonly poolLimits: PoolLimits = usualAnalyserLimits,
  ) {
    this.pool = new ProcessPool([program, JSON.stringify(limits)], poolLimits);
  }

  get pids(): readonly number[] {
    return this.pool.pids;
  }

  async analyse(source: Source): Promise<Analysis> {
    return (await this.answer(source)).analysis;
  }

  /** Has a worker get the bytes, too, and hash them. Throws ObjectMissing, or an error where the store does not answer. */
  async factsOf(source: StoredModel): Promise<ModelFacts> {
    const { analysis, sha256 } = await this.answer(source);
    return { ...analysis, sha256: sha256! };
  }

  close(): void {
    this.pool.close();
  }

  private async answer(source: Source): Promise<Answer> {
    let answer = "";
    const take = (line: string) => {
      answer = line;
      return true;
    };
    await this.pool.run(source, take).catch((error: unknown) => {
      throw this.refusal(error) ?? error;
    });
    return answerIn<Answer>(answer);
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
