import { leaseBucket } from "#actors/nats/cluster/lease-bucket.ts";
import type { Nats } from "#actors/nats/connection.ts";
import { natsLogReader } from "#actors/nats/log/log-reader.ts";
import { readPartitionMap, writePartitionMap } from "#actors/nats/log/partition-map.ts";
import { copyPartitions, type Move } from "#actors/nats/repartition/copy.ts";
import { removeMoved, switchPartitions } from "#actors/nats/repartition/switch.ts";
import { names, streamCounts } from "#contracts/shared/subjects.ts";
import { movePosition, noteOrigin } from "#db/archive/origins.ts";
import { archiveProjection } from "#db/archive/projection.ts";
import { logArchive } from "#db/archive/queries.ts";
import { migrate } from "#db/migrate.ts";
import { catchUp } from "#db/projection/runner.ts";
import { ConfigError, type NodeConfig, readConfig } from "./config.ts";
import { openServers, type Servers } from "./servers.ts";

/** How many streams there are and shall be. Throws ConfigError. */
async function plan(nats: Nats, { BEZEL_PREFIX: prefix }: NodeConfig, wanted: number): Promise<[number, number]> {
  const map = await readPartitionMap(nats, prefix);
  if (!map) throw new ConfigError(`there is no log with the prefix "${prefix}" on these servers; run set-up first`);
  const { streams, becoming } = map;
  if (becoming !== undefined && becoming !== wanted) {
    throw new ConfigError(`the log is being repartitioned to ${becoming} streams; finish that first`);
  }
  if (!streamCounts.includes(wanted) || wanted < streams) {
    const possible = streamCounts.filter((count) => count > streams).join(", ");
    throw new ConfigError(`the log has ${streams} streams and can get ${possible || "no more"}`);
  }
  return [streams, wanted];
}

/** Throws ConfigError while a node is alive: it would go on with the streams of before. */
async function assertStopped(servers: Servers, { BEZEL_LOG_REPLICAS: replicas }: NodeConfig): Promise<void> {
  const alive = await leaseBucket(servers.nats, servers.names, replicas).read();
  if (alive.length === 0) return;
  throw new ConfigError(`stop all nodes first; ${alive.map(({ id }) => id).join(", ")} run or ran seconds ago`);
}

/** Copies, compares, switches over, tells the databases, removes: every step can be done again. */
async function move(servers: Servers, config: NodeConfig, [streams, becoming]: [number, number]): Promise<void> {
  const { BEZEL_PREFIX: prefix, BEZEL_LOG_REPLICAS: replicas } = config;
  const { nats, pools } = servers;
  const work: Move = { nats, from: names(prefix, streams), to: names(prefix, becoming), replicas };
  await migrate(pools.archive);
  // Holes of the new streams are filled from the archive, so it must have everything.
  const reader = natsLogReader(nats, work.from, logArchive(pools.archive));
  await catchUp({ projection: archiveProjection, pool: pools.archive, reader });
  console.log(`copying and comparing the partitions of ${becoming - streams} new streams`);
  await copyPartitions(work);
  await assertStopped(servers, config);
  for (const made of await switchPartitions(work)) {
    await noteOrigin(pools.archive, made);
    for (const name of ["shop", "crm", "mes", "archive"] as const) await movePosition(pools[name], made);
  }
  console.log("removing what was moved from where it was");
  await removeMoved(work);
  await writePartitionMap(nats, prefix, { streams: becoming });
}

/** Moves whole partitions of the log to more streams, while no node runs. Interrupted, it is finished by running it again. */
async function main(argument = ""): Promise<void> {
  const config = readConfig({ BEZEL_NODE_ID: "repartition", ...process.env });
  let counts: [number, number] = [0, 0];
  const servers = await openServers(config, "repartition", async (nats) => {
    counts = await plan(nats, config, Number(argument));
    return counts[0];
  });
  const [streams, becoming] = counts;
  if (streams !== becoming) {
    await assertStopped(servers, config);
    // From here on no node starts until this is finished.
    await writePartitionMap(servers.nats, config.BEZEL_PREFIX, { streams, becoming });
    await move(servers, config, counts);
  }
  console.log(`the log has ${becoming} streams`);
  await servers.close();
}

main(process.argv[2]).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  },
);
