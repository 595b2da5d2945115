import { join } from "node:path";
import type { DataFolder } from "#dev/data/data-folder.ts";
import type { Ports } from "#dev/data/ports.ts";
import type { Secrets } from "#dev/data/secrets.ts";
import type { ChildGroup } from "#dev/process/child-group.ts";
import { startNats } from "./nats.ts";
import { databases } from "./postgres/databases.ts";
import { startPostgres } from "./postgres/postgres.ts";
import { startS3 } from "./s3.ts";

export interface StackOptions {
  folder: DataFolder;
  ports: Ports;
  secrets: Secrets;
  group: ChildGroup;
  /** Whether Postgres may live elsewhere when its account cannot reach the data folder. */
  relocate: boolean;
  /** A NATS that runs already, as environment variables; one is started when it is undefined. */
  nats: Record<string, string> | undefined;
}

/** Starts the servers a node needs; resolves with the environment that tells a node where they are. */
export async function startStack(options: StackOptions): Promise<Record<string, string>> {
  const parts = await Promise.all([options.nats ?? natsPart(options), postgresPart(options), s3Part(options)]);
  return Object.assign({}, ...parts);
}

async function natsPart({ folder, ports, secrets, group }: StackOptions): Promise<Record<string, string>> {
  const credentials = { user: "bezel", password: secrets.natsPassword };
  const nats = await startNats({
    dir: folder.nats,
    port: ports.nats,
    monitorPort: ports.natsMonitor,
    credentials,
    logFile: join(folder.logs, "nats-server.log"),
    start: group.start,
  });
  return {
    NATS_URL: nats.url,
    NATS_MONITOR_URL: nats.monitorUrl,
    NATS_USER: credentials.user,
    NATS_PASSWORD: credentials.password,
  };
}

async function postgresPart({
  folder,
  ports,
  secrets,
  group,
  relocate,
}: StackOptions): Promise<Record<string, string>> {
  const { urls } = await startPostgres({
    dir: folder.postgres,
    port: ports.postgres,
    superuserPassword: secrets.superuserPassword,
    passwords: secrets.databasePasswords,
    durable: true,
    relocate,
    logFile: join(folder.logs, "postgres.log"),
    start: group.start,
    signal: group.stopping,
  });
  return Object.fromEntries(databases.map((name) => [`${name.toUpperCase()}_DATABASE_URL`, urls[name]]));
}

async function s3Part({ folder, ports, secrets, group }: StackOptions): Promise<Record<string, string>> {
  const s3 = await startS3({
    dir: folder.s3,
    port: ports.s3,
    secretAccessKey: secrets.s3SecretAccessKey,
    logFile: join(folder.logs, "s3.log"),
    start: group.start,
  });
  return {
    S3_ENDPOINT: s3.endpoint,
    S3_REGION: s3.region,
    S3_BUCKET: s3.bucket,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  };
}
