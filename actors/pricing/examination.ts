import { createHash } from "node:crypto";
import type { Model } from "#contracts/model/model.ts";
import type { Order } from "#contracts/order/order.ts";
import { type ExaminationJob, targetOf } from "#contracts/pricing/job.ts";
import type { ModelTopology } from "#contracts/pricing/topology.ts";
import type { Quote } from "#contracts/quote/quote.ts";
import type { Send } from "../runtime/activation/host.ts";
import { NotNow } from "../runtime/processes/not-now.ts";
import type { AnalysisLimits } from "./geometry/limits.ts";
import { type FactsStore, type ModelStore, ObjectMissing, type TopologyStore, type Work } from "./ports.ts";
import { whileWorking } from "./while-working.ts";
import { examineModel, isLookedAtHere } from "./workers/examine-model.ts";
import type { Examiner } from "./workers/examiner.ts";
import { unexaminable } from "./workers/pool.ts";
import { StoredModel } from "./workers/source.ts";
import { WorkerEnded } from "./workers/worker-ended.ts";

export interface ExaminationDeps {
  readonly send: Send;
  readonly facts: FactsStore;
  readonly topologies: TopologyStore;
  readonly models: ModelStore;
  readonly examiner: Examiner;
  readonly limits: AnalysisLimits;
  /** Epoch ms. */
  readonly now: () => number;
}

const answerWithinMs = 5_000;

/** Looks closely at models that have a price, once for each content, and stores what was found beside the facts. */
export function examination(deps: ExaminationDeps): Work<ExaminationJob> {
  async function read<State>(aggregate: string): Promise<State | undefined> {
    const reply = await deps.send({ kind: "read", aggregate, deadline: deps.now() + answerWithinMs });
    if (reply.kind !== "state") throw new NotNow(`${aggregate} cannot be read: ${reply.kind}`);
    return reply.state as State | undefined;
  }

  /** Undefined when the model is no longer there, or another has taken its place. */
  async function look(sha256: string, key: string): Promise<ModelTopology | undefined> {
    const facts = await deps.facts.get(sha256);
    // What could not be read has been told so.
    if (!facts || facts.bbox === null) return undefined;
    try {
      if (!isLookedAtHere(facts)) {
        return await deps.examiner.examineStored(sha256, new StoredModel(await deps.models.address(key)));
      }
      const content = new Content(await deps.models.read(key));
      const topology = await examineModel(facts, content, deps.examiner, deps.limits);
      return content.isOther(sha256) ? undefined : topology;
    } catch (error) {
      if (error instanceof ObjectMissing) return undefined;
      throw error;
    }
  }

  return async ({ job, isLastTry, stillWorking }) => {
    const { examine: sha256 } = job;
    if (await deps.topologies.get(sha256)) return;
    const target = await read<Order | Quote>(targetOf(job));
    const model = target?.model && (await read<Model>(target.model.modelId));
    if (!model?.upload) return;
    const looking = look(sha256, model.upload.key).catch((error: unknown) => {
      if (isLastTry && error instanceof WorkerEnded) return unexaminable(sha256);
      throw error;
    });
    const topology = await whileWorking(stillWorking, looking);
    if (topology) await deps.topologies.put(topology);
  };
}

/** A model's bytes, hashed as they are read. */
class Content implements AsyncIterable<Uint8Array> {
  private readonly hash = createHash("sha256");

  constructor(private readonly bytes: AsyncIterable<Uint8Array>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.bytes) {
      this.hash.update(chunk);
      yield chunk;
    }
  }

  /** Asked once, at the end. */
  isOther(sha256: string): boolean {
    return this.hash.digest("hex") !== sha256;
  }
}
