import { chownSync, cpSync, existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Child, startChild } from "#dev/process/child.ts";
import { freePort } from "#dev/process/free-port.ts";
import { root } from "#dev/root.ts";
import { postgresAccount } from "#dev/stack/postgres/account.ts";

/** Folder of a complete Postgres, with the client programs that embedded ones lack; undefined when there is none. */
export function completePostgres(): string | undefined {
  const onPath = Bun.which("initdb");
  const folders = [...(onPath ? [join(onPath, "..")] : []), ...globSync("/usr/lib/postgresql/*/bin")];
  const needed = ["initdb", "postgres", "psql", "pg_basebackup"];
  return folders.find((folder) => needed.every((name) => existsSync(join(folder, name))));
}

export type PostgresCluster = Awaited<ReturnType<typeof postgresCluster>>;

/**
 * The primary and the replica as the compose file runs them, from its own scripts, with `environment` (the primary's)
 * on loopback ports. `stop` ends both and removes their data.
 */
export async function postgresCluster(binDir: string, environment: Record<string, string>) {
  const dir = mkdtempSync(join(tmpdir(), "bezel-postgres-"));
  const account = postgresAccount(dir);
  const own = (path: string) => account && chownSync(path, account.uid, account.gid);
  // The account may not reach the clone.
  cpSync(join(root, "deploy/postgres"), join(dir, "conf"), { recursive: true });
  own(dir);
  const env = { PATH: `${binDir}:${process.env["PATH"]}`, LC_ALL: "C", ...environment };
  const ports = { primary: await freePort(), replica: await freePort() };
  const children: Child[] = [];

  const settings = (port: number) =>
    [
      `hba_file=${dir}/conf/pg_hba.conf`,
      `port=${port}`,
      `unix_socket_directories=${dir}`,
      "listen_addresses=127.0.0.1",
    ].flatMap((setting) => ["-c", setting]);

  const start = (name: string, command: string[], more: Record<string, string> = {}) => {
    const logFile = join(dir, `${name}.log`);
    const stopSteps = [["SIGINT", 10_000]] as const;
    children.push(startChild({ name, command, env: { ...env, ...more }, cwd: dir, logFile, account, stopSteps }));
  };

  /** Runs a program of Postgres to its end. Throws with its words when it fails. */
  const run = (command: string[]) => {
    const identity = account && { uid: account.uid, gid: account.gid };
    const password = environment["POSTGRES_PASSWORD"] ?? "";
    const ran = Bun.spawnSync(command, { env: { ...env, PGPASSWORD: password }, cwd: dir, ...identity });
    if (!ran.success) throw new Error(`${command[0]}: ${ran.stderr.toString()}`);
  };

  return {
    ports,
    initialise() {
      const passwordFile = join(dir, "password");
      writeFileSync(passwordFile, environment["POSTGRES_PASSWORD"] ?? "", { mode: 0o600 });
      own(passwordFile);
      const access = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
      run(["initdb", `--pgdata=${dir}/primary`, "--no-sync", "--locale=C", "--encoding=UTF8", ...access]);
    },
    startPrimary: () => start("primary", ["postgres", "-D", join(dir, "primary"), ...settings(ports.primary)]),
    primaryAnswers: () =>
      Bun.spawnSync(["pg_isready", "--quiet", "--host=127.0.0.1", `--port=${ports.primary}`], { env }).success,
    /** As the image's entry point does it: over the socket, stopping at the first error. */
    runInitScript: () =>
      run(
        [
          "psql",
          "-v",
          "ON_ERROR_STOP=1",
          "--username=postgres",
          "--no-password",
          "--no-psqlrc",
          "--dbname=postgres",
        ].concat(`--host=${dir}`, `--port=${ports.primary}`, `--file=${dir}/conf/init/databases.sql`),
      ),
    /** libpq takes the primary's address and port from the environment; its name is the compose network's. */
    startReplica: () => {
      mkdirSync(join(dir, "replica"), { recursive: true });
      own(join(dir, "replica"));
      const address = { PGHOSTADDR: "127.0.0.1", PGPORT: String(ports.primary), PGDATA: join(dir, "replica", "data") };
      start("replica", ["bash", `${dir}/conf/replica.sh`, ...settings(ports.replica)], address);
    },
    stopReplica: async () => children.pop()?.stop(),
    stop: async () => {
      for (const child of children.toReversed()) await child.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
