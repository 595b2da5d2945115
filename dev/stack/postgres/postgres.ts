import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { type StartChild, type StopSteps, startChild } from "#dev/process/child.ts";
import { freePort } from "#dev/process/free-port.ts";
import { untilReady } from "#dev/process/ready.ts";
import { UserError } from "#dev/user-error.ts";
import { createDatabases, type PerDatabase, perDatabase } from "./databases.ts";
import { type PostgresHome, postgresHome } from "./home.ts";

export interface PostgresOptions {
  dir: string;
  port?: number;
  superuserPassword: string;
  passwords: PerDatabase<string>;
  /** Whether commits are fsynced; tests that throw the data away run without. */
  durable: boolean;
  /** Whether the data may go to /var/lib/bezel when `dir` is out of reach of the account that runs Postgres. */
  relocate: boolean;
  logFile?: string;
  start?: StartChild;
  /** Ends a first start that is still making the files. */
  signal?: AbortSignal;
}

export type Postgres = Awaited<ReturnType<typeof startPostgres>>;

/** SIGTERM waits for clients to leave; SIGINT sends them away. Both leave a clean data folder. */
const stopSteps: StopSteps = [
  ["SIGTERM", 500],
  ["SIGINT", 10_000],
];

/** Starts Postgres on loopback with the five databases and their roles; resolves when it answers. */
export async function startPostgres(options: PostgresOptions) {
  const home = postgresHome(options.dir, options.relocate);
  const cluster = join(home.dir, "cluster");
  if (!existsSync(cluster)) await createCluster(home, cluster, options);
  const port = options.port ?? (await freePort());
  const child = (options.start ?? startChild)({
    name: "Postgres",
    command: [join(home.binDir, "postgres"), "-D", cluster, ...settings(port, options.durable)],
    env: environment,
    cwd: home.dir,
    account: home.account,
    logFile: options.logFile ?? join(dirname(options.dir), "postgres.log"),
    stopSteps,
  });
  const url = (user: string, password: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${user}`;
  const superuserUrl = url("postgres", options.superuserPassword);
  await untilReady(child, () => answers(superuserUrl));
  await createDatabases(superuserUrl, options.passwords);
  const urls = perDatabase((database) => url(database, options.passwords[database]));
  return { child, pid: child.pid, port, superuserUrl, urls, stop: child.stop };
}

/** Nothing of the caller's PG* variables or locale gets through. */
const environment = { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" };

function settings(port: number, durable: boolean): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 200,
    ...(durable ? {} : { fsync: "off", full_page_writes: "off", synchronous_commit: "off" }),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Makes the cluster beside its place and moves it there, so that an interrupted start leaves nothing half made. */
async function createCluster(home: PostgresHome, cluster: string, options: PostgresOptions): Promise<void> {
  const { account, binDir, dir } = home;
  const partial = `${cluster}.new`;
  rmSync(partial, { recursive: true, force: true });
  const passwordFile = join(dir, "password");
  writeFileSync(passwordFile, options.superuserPassword, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const sync = options.durable ? [] : ["--no-sync"];
  const access = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const initdb = Bun.spawn([join(binDir, "initdb"), `--pgdata=${partial}`, ...sync, ...locale, ...access], {
    env: environment,
    cwd: dir,
    stdio: ["ignore", "ignore", "pipe"],
    ...(options.signal && { signal: options.signal }),
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  const [complaint] = await Promise.all([Bun.readableStreamToText(initdb.stderr), initdb.exited]);
  rmSync(passwordFile, { force: true });
  if (initdb.exitCode !== 0) {
    throw new UserError(`Postgres could not create its files in ${dir}: ${complaint.trim().split("\n").at(-1)}`);
  }
  renameSync(partial, cluster);
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    await sql`SELECT 1`;
    return true;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
