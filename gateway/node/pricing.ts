import { shardKey } from "#actors/nats/jobs/shard-queue.ts";
import { workJobs } from "#actors/nats/jobs/work-jobs.ts";
import { examination } from "#actors/pricing/examination.ts";
import type { Work } from "#actors/pricing/ports.ts";
import { pricer } from "#actors/pricing/pricer.ts";
import { currentTraceparent, SpanKind, withSpan } from "#actors/runtime/tracing.ts";
import { type Job, targetOf } from "#contracts/pricing/job.ts";
import type { Log } from "../telemetry/log.ts";
import type { Actors } from "./actors.ts";
import type { NodeConfig } from "./config.ts";
import { firstFor } from "./leadership.ts";
import type { ModelWorkers } from "./model-workers.ts";
import type { Servers } from "./servers.ts";
import type { Stop } from "./workers.ts";

const role = "pricing";

/** The job as caused by the span at work, so that what follows from it hangs below. */
export function caused<Kind extends Job>(job: Kind): Kind {
  const trace = currentTraceparent();
  return trace === undefined ? job : { ...job, trace };
}

async function openWork(config: NodeConfig, servers: Servers, { send }: Actors, workers: ModelWorkers): Promise<Work> {
  const { models, limits } = servers;
  const [facts, topologies] = [await servers.facts(), await servers.topologies()];
  const priceValidMs = config.BEZEL_PRICE_VALID_S * 1_000;
  const known = { send, facts, now: Date.now };
  const price = pricer({ ...known, readModel: workers.readModel, priceValidMs });
  const examine = examination({ ...known, models, topologies, limits, examiner: workers.examiner });
  return (held) => {
    const job = caused(held.job);
    return "examine" in job ? examine({ ...held, job }) : price({ ...held, job });
  };
}

/** Works pricing jobs, when this node has the role. */
export async function startPricing(
  config: NodeConfig,
  servers: Servers,
  actors: Actors,
  workers: ModelWorkers,
  log: Log,
): Promise<Stop> {
  if (!config.BEZEL_ROLES.includes(role)) return async () => {};
  const work = await openWork(config, servers, actors, workers);
  return workJobs(servers.nats, servers.names, {
    isMine: (shard) => firstFor(actors.nodes(), role, `jobs/${shardKey(shard)}`) === config.BEZEL_NODE_ID,
    report: (error) => log.warn({ err: error }, "a pricing job failed and will be tried again"),
    work: (held) => {
      const { job } = held;
      const span = "examine" in job ? "examine" : "price";
      const options = { parent: job.trace, kind: SpanKind.CONSUMER };
      return withSpan(span, { aggregate: targetOf(job) }, () => work(held), options);
    },
  });
}
