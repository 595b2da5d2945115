import type { BatchLog } from "../../runtime/log/batch-log.ts";
import { contiguous, encodeCommit } from "../../runtime/log/commit-codec.ts";
import { LogUnavailable, type MayCreate, OutcomeUnknown, VersionConflict } from "../../runtime/log/event-log.ts";
import type { Life } from "../kernel/life.ts";
import type { LogServer } from "./log-server.ts";
import type { Network } from "./network.ts";

/** The adapter for the real log waits as long. */
const appendTimeoutMs = 500;
const batchTimeoutMs = 2_000;
const readTimeoutMs = 2_000;

export interface LogClientDeps {
  readonly life: Life;
  readonly network: Network;
  readonly streamOf: (id: string) => number;
  readonly servers: readonly LogServer[];
  readonly mayCreate: MayCreate;
  /** Whether the next read misses what it should have found first. */
  readonly isDamaged: () => boolean;
}

/** What an append that was not answered leaves its author with. */
async function written<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof VersionConflict) throw error;
    throw new OutcomeUnknown(String(error), { cause: error });
  }
}

async function read<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === "LogGap") throw error;
    throw new LogUnavailable(String(error), { cause: error });
  }
}

/** A node's way to the log: the in-memory log behind the simulated network, with the real adapter's errors. */
export function logClient({ life, network, streamOf, servers, mayCreate, isDamaged }: LogClientDeps): BatchLog {
  const ask = <Answer>(stream: number, what: string, timeoutMs: number, act: (log: BatchLog) => Promise<Answer>) => {
    const server = servers[stream];
    if (!server) throw new RangeError(`no log stream ${stream}`);
    return network.request({ from: life, to: server.life, what, timeoutMs, serve: () => act(server.log) });
  };
  const encode: BatchLog["encode"] = (id, commit, options) => encodeCommit(id, commit, mayCreate, options);
  const appendOne: BatchLog["appendOne"] = (entry) => {
    const { id, commit } = entry;
    const what = `append ${id} v${commit.version}`;
    return written(ask(streamOf(id), what, appendTimeoutMs, (log) => log.appendOne(entry)));
  };
  return {
    streamOf,
    encode,
    appendOne,
    head: (id) => read(ask(streamOf(id), `head ${id}`, readTimeoutMs, (log) => log.head(id))),
    load: async (id, after) => {
      const all = await read(ask(streamOf(id), `load ${id}`, readTimeoutMs, (log) => log.load(id, after)));
      // A damaged replica answers without saying what it has lost; the real adapter counts, too.
      return contiguous(id, all.length > 1 && isDamaged() ? all.slice(1) : all, after?.version ?? 0);
    },
    append: async (id, commit, options) => appendOne({ id, commit, bytes: encode(id, commit, options) }),
    appendAll: (batch) => {
      const what = `append all ${batch.length}`;
      return written(ask(streamOf(batch[0]?.id ?? ""), what, batchTimeoutMs, (log) => log.appendAll(batch)));
    },
  };
}
