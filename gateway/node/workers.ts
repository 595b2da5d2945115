import { workJobs } from "#actors/nats/job-queue.ts";
import { pause } from "#actors/nats/processes/follow.ts";
import { pricer } from "#actors/pricing/pricer.ts";
import { whileLeading } from "#actors/runtime/processes/leading.ts";
import { currentTraceparent, SpanKind, withSpan } from "#actors/runtime/tracing.ts";
import { type PricingJob, targetOf } from "#contracts/pricing/job.ts";
import { archiveProjection } from "#db/archive/projection.ts";
import type { Projection, ProjectionStopped } from "#db/projection/projection.ts";
import { type Projector, runProjection } from "#db/projection/runner.ts";
import { readModels } from "#db/rebuild.ts";
import type { Log } from "../telemetry/log.ts";
import type { Actors } from "./actors.ts";
import type { NodeConfig } from "./config.ts";
import { firstFor } from "./leadership.ts";
import type { Servers } from "./servers.ts";

export type Stop = () => Promise<void>;

const reporter = (log: Log, what: string) => (error: unknown) => log.warn({ err: error }, what);

/** The job as caused by the span at work, so that what follows from it hangs below. */
export function caused(job: PricingJob): PricingJob {
  const trace = currentTraceparent();
  return trace === undefined ? job : { ...job, trace };
}

/** Works pricing jobs, when this node has the role. */
export async function startPricing(config: NodeConfig, servers: Servers, actors: Actors, log: Log): Promise<Stop> {
  if (!config.BEZEL_ROLES.includes("pricing")) return async () => {};
  const { nats, names, models, limits } = servers;
  const priceValidMs = config.BEZEL_PRICE_VALID_S * 1_000;
  const facts = await servers.facts();
  const price = pricer({ send: actors.send, facts, models, limits, priceValidMs, now: Date.now });
  return workJobs(
    nats,
    names,
    (held) => {
      const { job } = held;
      const work = () => price({ ...held, job: caused(job) });
      return withSpan("price", { aggregate: targetOf(job) }, work, { parent: job.trace, kind: SpanKind.CONSUMER });
    },
    reporter(log, "a pricing job failed and will be tried again"),
  );
}

/** Keeps the databases up with the log, when this node has the role: each stream into each database on one node at a time. */
export function startProjections(config: NodeConfig, { pools, reader }: Servers, { nodes }: Actors, log: Log) {
  const stopping = new AbortController();
  const projections: Projection[] = config.BEZEL_ROLES.includes("projections")
    ? [...Object.values(readModels), archiveProjection]
    : [];
  const onAlarm = (error: ProjectionStopped, stream: number) =>
    log.error({ err: error, reason: error.reason, stream }, "a projection has stopped");
  const running = projections.map((projection): readonly [string, Projector] => [
    projection.name,
    runProjection({
      projection,
      pool: pools[projection.name],
      reader,
      signal: stopping.signal,
      whileMine: (stream, signal, work) => {
        const isMine = () => firstFor(nodes(), "projections", `${projection.name}/${stream}`) === config.BEZEL_NODE_ID;
        return whileLeading({ isMine, pause, signal }, work);
      },
      onAlarm,
      onBatch: (commits, durationMs) => {
        const parent = commits[0]?.commit.commands[0]?.trace;
        const links = commits.slice(1).map(({ commit }) => commit.commands[0]?.trace);
        const attributes = { database: projection.name, commits: commits.length, durationMs };
        void withSpan("project", attributes, () => {}, { parent, links });
      },
    }),
  ]);
  return {
    projectors: new Map(running),
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running.map(([, projector]) => projector.done));
    },
  };
}
export type Projections = ReturnType<typeof startProjections>;
