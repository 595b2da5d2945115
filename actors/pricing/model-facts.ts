import { createHash } from "node:crypto";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { Finding } from "#contracts/pricing/finding.ts";
import { type Analysis, createAnalyser } from "./geometry/analyser.ts";
import type { AnalysisLimits } from "./geometry/limits.ts";
import { Refused } from "./geometry/refused.ts";
import { isContainer, sniff, sniffedBytes } from "./geometry/sniff.ts";
import type { AnalyserPool } from "./workers/analyser-pool.ts";
import type { Source } from "./workers/source.ts";
import { WorkerEnded } from "./workers/worker-ended.ts";

export type { AnalysisLimits };

/** Hashes and analyses a model file in one pass while its bytes stream by; never throws, whatever the bytes are. */
export function modelFacts(limits: AnalysisLimits) {
  const hash = createHash("sha256");
  const analyser = createAnalyser(limits);
  return {
    push: (chunk: Uint8Array): void => {
      hash.update(chunk);
      analyser.push(chunk);
    },
    finish: async (): Promise<ModelFacts> => ({ ...(await analyser.finish()), sha256: hash.digest("hex") }),
  };
}

/** A container up to this size is read faster than a process could be asked. */
const smallContainerBytes = 1 << 18;

/** Where a pass gives the bytes on to: the analyser here, or a worker. */
interface Reading {
  push(chunk: Uint8Array): Promise<void> | void;
  finish(): Promise<Analysis>;
}

/** A model whose facts are not known: reading it takes too much, which `finding` says, or its worker was lost. */
export interface Unread {
  readonly sha256: string;
  readonly bytes: number;
  readonly finding?: Finding;
}

/**
 * The same, for a process that must stay responsive: formats that are read as a whole (3MF, GLB, STEP) go to a worker,
 * unless they are small. Await each `push`. Where `reread` is given the worker gets what is to be read again, at the end: no
 * client that is slow or gone keeps one.
 */
export class ModelPass {
  private readonly hash = createHash("sha256");
  private bytes = 0;
  private held: Uint8Array[] = [];
  private heldBytes = 0;
  private reading: Reading | undefined;

  constructor(
    private readonly limits: AnalysisLimits,
    private readonly pool: AnalyserPool,
    private readonly reread?: () => Promise<Source>,
  ) {}

  async push(chunk: Uint8Array): Promise<void> {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    if (this.reading) return this.reading.push(chunk);
    this.held.push(chunk.slice());
    this.heldBytes += chunk.length;
    const reading = this.decide(false);
    if (reading) await this.begin(reading);
  }

  async finish(): Promise<ModelFacts | Unread> {
    if (!this.reading) await this.begin(this.decide(true)!);
    const sha256 = this.hash.digest("hex");
    try {
      return { ...(await this.reading!.finish()), sha256 };
    } catch (error) {
      const unread = { sha256, bytes: this.bytes };
      if (error instanceof Refused) return { ...unread, finding: error.finding };
      if (error instanceof WorkerEnded) return unread;
      throw error;
    }
  }

  private async begin(reading: Reading): Promise<void> {
    this.reading = reading;
    const { held } = this;
    this.held = [];
    for (const chunk of held) await reading.push(chunk);
  }

  /** Who reads it, once that can be told. */
  private decide(isAll: boolean): Reading | undefined {
    if (this.heldBytes < sniffedBytes && !isAll) return undefined;
    const sniffed = sniff(Buffer.concat(this.held).subarray(0, sniffedBytes));
    if (!isContainer(sniffed)) return createAnalyser(this.limits);
    if (sniffed === "step" || this.heldBytes > smallContainerBytes) {
      return this.reread ? afterwards(this.pool, this.reread) : inWorker(this.pool);
    }
    return isAll ? createAnalyser(this.limits) : undefined;
  }
}

export const isRead = (read: ModelFacts | Unread): read is ModelFacts => "analyser" in read;

const afterwards = (pool: AnalyserPool, reread: () => Promise<Source>): Reading => ({
  push: () => {},
  finish: async () => pool.analyse(await reread()),
});

function inWorker(pool: AnalyserPool): Reading {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const analysis = pool.analyse(readable as unknown as AsyncIterable<Uint8Array>);
  analysis.catch(() => {}); // It is told when it is asked for.
  return {
    // A worker that has ended reads no further; its answer says so.
    push: (chunk) => writer.write(chunk).catch(() => {}),
    finish: async () => {
      await writer.close().catch(() => {});
      return analysis;
    },
  };
}
