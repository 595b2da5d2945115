import { randomBytes } from "node:crypto";
import { existsSync, globSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lockHolder, takeLock } from "#dev/data/lock.ts";
import { type ChildGroup, childGroup } from "#dev/process/child-group.ts";
import { stopLeftovers } from "#dev/process/leftovers.ts";
import { root } from "#dev/root.ts";
import { startNats } from "#dev/stack/nats.ts";
import { perDatabase } from "#dev/stack/postgres/databases.ts";
import { removePostgres } from "#dev/stack/postgres/home.ts";
import { startPostgres } from "#dev/stack/postgres/postgres.ts";
import { startS3 } from "#dev/stack/s3.ts";
import type { Servers } from "./servers.ts";

export interface TestStack {
  servers: Servers;
  /** Ends the servers and removes their files. */
  stop: () => Promise<void>;
}

/** Starts nats-server, Postgres and the S3 store on free ports, on a folder that is thrown away afterwards. */
export async function startTestStack(): Promise<TestStack> {
  await removeAbandoned();
  const dir = join(root, ".bezel", `test-${process.pid}-${randomBytes(3).toString("hex")}`);
  mkdirSync(dir, { recursive: true });
  takeLock(paths(dir).lock);
  const group = childGroup(paths(dir).processes);
  const stop = async () => {
    await group.stop();
    remove(dir);
  };
  try {
    return { servers: await startServers(dir, group), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const paths = (dir: string) => ({
  lock: join(dir, "lock"),
  processes: join(dir, "processes.json"),
  postgres: join(dir, "postgres"),
});

async function startServers(dir: string, group: ChildGroup): Promise<Servers> {
  const secret = () => randomBytes(16).toString("hex");
  const postgresOptions = {
    superuserPassword: secret(),
    passwords: perDatabase(secret),
    durable: false,
    relocate: true,
  };
  const [nats, postgres, s3] = await Promise.all([
    startNats({ dir: join(dir, "nats"), start: group.start }),
    startPostgres({ dir: paths(dir).postgres, ...postgresOptions, start: group.start, signal: group.stopping }),
    startS3({ dir: join(dir, "s3"), secretAccessKey: secret(), start: group.start }),
  ]);
  const { endpoint, accessKeyId, secretAccessKey, region, bucket } = s3;
  return {
    natsUrl: nats.url,
    natsMonitorUrl: nats.monitorUrl,
    natsPid: nats.pid,
    s3: { endpoint, accessKeyId, secretAccessKey, region, bucket },
    databaseUrls: postgres.urls,
    superuserUrl: postgres.superuserUrl,
  };
}

/** Ends and removes the stacks of processes that were killed before they could. */
async function removeAbandoned(): Promise<void> {
  for (const dir of globSync(join(root, ".bezel", "test-*"))) {
    const { lock, processes } = paths(dir);
    if (!existsSync(lock) || lockHolder(lock) !== undefined) continue;
    await stopLeftovers(processes);
    remove(dir);
  }
}

function remove(dir: string): void {
  removePostgres(paths(dir).postgres);
  rmSync(dir, { recursive: true, force: true });
}
