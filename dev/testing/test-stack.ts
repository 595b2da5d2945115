import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
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
  const id = `test-${process.pid}-${randomBytes(3).toString("hex")}`;
  const dir = join(root, ".bezel", id);
  mkdirSync(dir, { recursive: true });
  const secret = () => randomBytes(16).toString("hex");
  const postgresDir = join(dir, "postgres");
  const starting = [
    startNats({ dir: join(dir, "nats") }),
    startPostgres({
      dir: postgresDir,
      superuserPassword: secret(),
      passwords: perDatabase(secret),
      durable: false,
      relocate: true,
    }),
    startS3({ dir: join(dir, "s3"), secretAccessKey: secret() }),
  ] as const;
  const stop = async () => {
    const settled = await Promise.allSettled(starting);
    const running = settled.flatMap((server) => (server.status === "fulfilled" ? [server.value] : []));
    await Promise.all(running.map((server) => server.stop()));
    removePostgres(postgresDir);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const [nats, postgres, { endpoint, accessKeyId, secretAccessKey, region, bucket }] = await Promise.all(starting);
    const s3 = { endpoint, accessKeyId, secretAccessKey, region, bucket };
    const { urls: databaseUrls, superuserUrl } = postgres;
    return { servers: { natsUrl: nats.url, natsMonitorUrl: nats.monitorUrl, s3, databaseUrls, superuserUrl }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
