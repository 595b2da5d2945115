import { join } from "node:path";
import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { ModelTopology } from "#contracts/pricing/topology.ts";
import { examinerVersion } from "../topology/examination.ts";
import { unseen } from "../topology/examine.ts";
import type { Examiner } from "./examiner.ts";
import { type PoolLimits, ProcessPool, usualLimits } from "./process-pool.ts";
import { answerIn, type Bytes, type Source, type StoredModel } from "./source.ts";
import { WorkerEnded } from "./worker-ended.ts";

const program = join(import.meta.dirname, "process", "examiner-process.ts");

type Topology = Omit<ModelTopology, "sha256" | "examiner">;

interface Answer {
  readonly topology: Topology;
  /** Of a model whose bytes the worker got itself. */
  readonly sha256?: string;
  readonly done?: boolean;
}

/** Looks at models in processes of their own. */
export class ExaminerPool implements Examiner {
  private readonly pool: ProcessPool;

  constructor(limits: PoolLimits = usualLimits) {
    this.pool = new ProcessPool([program], limits);
  }

  get pids(): readonly number[] {
    return this.pool.pids;
  }

  async examine(sha256: string, bytes: Bytes): Promise<ModelTopology> {
    return { ...(await this.answer(bytes)).topology, sha256, examiner: examinerVersion };
  }

  async examineStored(sha256: string, model: StoredModel): Promise<ModelTopology | undefined> {
    const { topology, sha256: found = sha256 } = await this.answer(model);
    return found === sha256 ? { ...topology, sha256, examiner: examinerVersion } : undefined;
  }

  close(): void {
    this.pool.close();
  }

  private async answer(source: Source): Promise<Answer> {
    let last: string | undefined;
    const seen = () => (last === undefined ? undefined : answerIn<Answer>(last));
    try {
      await this.pool.run(source, (line) => {
        last = line;
        return (JSON.parse(line) as Answer).done === true;
      });
    } catch (error) {
      if (!(error instanceof WorkerEnded) || error.reason === "gone") throw error;
      return { ...seen(), topology: unfinished(seen()?.topology, error.message) };
    }
    return seen()!;
  }
}

/** What was found before the worker ended still stands. */
function unfinished(seen: Topology | undefined, why: string): Topology {
  if (seen) return { ...seen, findings: [...seen.findings, notExamined("Overlaps and walls were", why)] };
  const nothing = { closed: null, welded: false, shells: null, edges: null, euler: null, genus: null };
  const findings = [notExamined("How the model's triangles hang together was", why)];
  return { ...unseen, ...nothing, volume: null, volumeRange: null, findings };
}

/** Of a model whose workers ended again and again. */
export const unexaminable = (sha256: string): ModelTopology => ({
  ...unfinished(undefined, "the workers that looked at it ended"),
  sha256,
  examiner: examinerVersion,
});

const notExamined = (what: string, why: string): Finding =>
  finding("model/not-examined", `${what} not examined, because ${why}.`);
