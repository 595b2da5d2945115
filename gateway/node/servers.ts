import { mayBeArchived, mayCreate } from "#actors/aggregates.ts";
import { connectNats, type Nats } from "#actors/nats/connection.ts";
import { natsContentStore } from "#actors/nats/content-store.ts";
import { natsEventLog } from "#actors/nats/log/event-log.ts";
import { natsLogReader } from "#actors/nats/log/log-reader.ts";
import { readPartitionMap } from "#actors/nats/log/partition-map.ts";
import { analyserVersion } from "#actors/pricing/geometry/analyser.ts";
import { examinerVersion } from "#actors/pricing/topology/examination.ts";
import { archivedLog } from "#actors/runtime/archive/archived-log.ts";
import type { EventLog } from "#actors/runtime/log/event-log.ts";
import { type GroupCommit, groupCommit } from "#actors/runtime/log/group-commit.ts";
import { s3AggregateArchive } from "#actors/s3/aggregate-archive.ts";
import type { S3Options } from "#actors/s3/client.ts";
import { s3ModelStore } from "#actors/s3/model-store.ts";
import { ModelFacts } from "#contracts/pricing/facts.ts";
import { ModelTopology } from "#contracts/pricing/topology.ts";
import { names } from "#contracts/shared/subjects.ts";
import { logArchive } from "#db/archive/queries.ts";
import { type Database, databases } from "#db/databases.ts";
import { openPool, type Pool } from "#db/pool.ts";
import { ConfigError, type NodeConfig } from "./config.ts";

/** Connections a node opens to one database at most. */
const connectionsMax = 8;
/** What one file may hold; more is a finding, not a crash. */
const trianglesMax = 20_000_000;

const urlOf = (config: NodeConfig, database: Database): string => {
  const urls: Record<Database, string> = {
    shop: config.SHOP_DATABASE_URL,
    crm: config.CRM_DATABASE_URL,
    mes: config.MES_DATABASE_URL,
    identity: config.IDENTITY_DATABASE_URL,
    archive: config.ARCHIVE_DATABASE_URL,
  };
  return urls[database];
};

/** A pool for each database. Nothing is connected until it is needed. */
export function openPools(config: NodeConfig): Record<Database, Pool> {
  const open = (name: Database) =>
    openPool(urlOf(config, name), { name, schema: config.BEZEL_DATABASE_SCHEMA, max: connectionsMax });
  return Object.fromEntries(databases.map((name) => [name, open(name)])) as Record<Database, Pool>;
}

const storeOptions = (config: NodeConfig): S3Options => ({
  endpoint: config.S3_ENDPOINT,
  publicEndpoint: config.S3_PUBLIC_ENDPOINT ?? config.S3_ENDPOINT,
  region: config.S3_REGION,
  bucket: config.S3_BUCKET,
  accessKeyId: config.S3_ACCESS_KEY_ID,
  secretAccessKey: config.S3_SECRET_ACCESS_KEY,
});

export const openModels = (config: NodeConfig) => s3ModelStore(storeOptions(config));

/**
 * How many log streams the installation has, whatever this process's environment says. Throws ConfigError when there
 * is no log yet, or when it is being repartitioned.
 */
export async function agreedStreams(nats: Nats, { BEZEL_PREFIX: prefix }: NodeConfig): Promise<number> {
  const map = await readPartitionMap(nats, prefix);
  if (!map) throw new ConfigError(`there is no log with the prefix "${prefix}" on these servers; run set-up first`);
  const { streams, becoming } = map;
  if (becoming === undefined) return streams;
  const how = `run ./bezel repartition --streams ${becoming} to finish it`;
  throw new ConfigError(`the log is being repartitioned from ${streams} to ${becoming} streams; ${how}`);
}

/**
 * The servers a node works with. NATS must answer now; databases and the store may come and go.
 * Throws what `streamsOf` throws.
 */
export async function openServers(config: NodeConfig, name: string, streamsOf = agreedStreams) {
  const nats = await connectNats({
    servers: config.NATS_URL,
    name,
    user: config.NATS_USER,
    password: config.NATS_PASSWORD,
  });
  const layout = names(config.BEZEL_PREFIX, await streamsOf(nats, config));
  const mayCreateNow = (id: string) => mayCreate(id, Date.now());
  const livingLog = natsEventLog(nats, layout, mayCreateNow);
  const aggregateArchive = s3AggregateArchive(storeOptions(config));
  const withArchive = (log: EventLog) =>
    archivedLog(log, {
      archive: aggregateArchive,
      mayCreate: mayCreateNow,
      mayBeArchived: (id) => mayBeArchived(id, Date.now()),
      streamOf: layout.streamOf,
    });
  const pools = openPools(config);
  const replicas = config.BEZEL_LOG_REPLICAS;
  return {
    nats,
    names: layout,
    /** Living and archived aggregates. */
    log: withArchive(livingLog),
    /** What has not left the log, alone. */
    livingLog,
    aggregateArchive,
    /** The log for writing under load, archived aggregates included; `nodes` tells how many share it. */
    groupCommit: (nodes: () => number): GroupCommit => {
      const grouped = groupCommit(livingLog, { nodes, pause: Bun.sleep, soon: setImmediate });
      return { ...grouped, ...withArchive(grouped) };
    },
    reader: natsLogReader(nats, layout, logArchive(pools.archive)),
    facts: () =>
      natsContentStore(nats, layout, { bucket: "facts", version: analyserVersion, replicas, parse: ModelFacts.parse }),
    topologies: () =>
      natsContentStore(nats, layout, {
        ...{ bucket: "topology", version: examinerVersion, replicas, parse: ModelTopology.parse },
      }),
    models: openModels(config),
    limits: { bytesMax: config.BEZEL_MODEL_BYTES_MAX, trianglesMax },
    pools,
    close: async () => {
      await Promise.allSettled([...Object.values(pools).map((pool) => pool.close()), nats.close()]);
    },
  };
}
export type Servers = Awaited<ReturnType<typeof openServers>>;
