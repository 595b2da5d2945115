import { pause } from "#actors/nats/processes/follow.ts";
import { whileLeading } from "#actors/runtime/processes/leading.ts";
import { withSpan } from "#actors/runtime/tracing.ts";
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
