import { chownSync, cpSync, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

/** The primary and the replica as the compose file runs them, by its own scripts, on loopback. */
export class PostgresCluster {
  readonly #dir = mkdtempSync(join(tmpdir(), "bezel-postgres-"));
  readonly #account = postgresAccount(this.#dir);
  readonly #env: Record<string, string>;
  #primary: Child | undefined;
  #replica: Child | undefined;

  /** `environment` is what the compose file gives the two. */
  constructor(
    binDir: string,
    readonly environment: Record<string, string>,
    readonly ports: { readonly primary: number; readonly replica: number },
  ) {
    this.#env = { PATH: `${binDir}:${process.env["PATH"]}`, LC_ALL: "C", ...environment };
    // The account that runs Postgres may not reach the clone.
    cpSync(join(root, "deploy/postgres"), join(this.#dir, "conf"), { recursive: true });
    this.#give(this.#dir);
  }

  static async on(binDir: string, environment: Record<string, string>): Promise<PostgresCluster> {
    return new PostgresCluster(binDir, environment, { primary: await freePort(), replica: await freePort() });
  }

  startPrimary(): void {
    const passwordFile = join(this.#dir, "password");
    writeFileSync(passwordFile, this.environment["POSTGRES_PASSWORD"] ?? "", { mode: 0o600 });
    this.#give(passwordFile);
    const data = join(this.#dir, "primary");
    const access = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    this.#run(["initdb", `--pgdata=${data}`, "--no-sync", "--locale=C", "--encoding=UTF8", ...access]);
    this.#primary = this.#start("primary", ["postgres", "-D", data, ...this.#settings(this.ports.primary)]);
  }

  readonly primaryAnswers = (): boolean => {
    const command = ["pg_isready", "--quiet", "--host=127.0.0.1", `--port=${this.ports.primary}`];
    return Bun.spawnSync(command, { env: this.#env }).success;
  };

  /** As the image's entry point does it: over the socket, stopping at the first error. */
  runInitScript(): void {
    const file = join(this.#dir, "conf", "init", "databases.sql");
    const options = [
      "-v",
      "ON_ERROR_STOP=1",
      "--username=postgres",
      "--no-password",
      "--no-psqlrc",
      "--dbname=postgres",
    ];
    this.#run(["psql", ...options, `--host=${this.#dir}`, `--port=${this.ports.primary}`, `--file=${file}`]);
  }

  /** The script names the primary as the compose network does; libpq takes address and port from the environment. */
  startReplica(): void {
    const command = ["bash", join(this.#dir, "conf", "replica.sh"), ...this.#settings(this.ports.replica)];
    const primary = { PGHOSTADDR: "127.0.0.1", PGPORT: String(this.ports.primary) };
    this.#replica = this.#start("replica", command, { ...primary, PGDATA: join(this.#dir, "replica") });
  }

  stopReplica = async (): Promise<void> => this.#replica?.stop();

  /** Ends both and removes their data. */
  async stop(): Promise<void> {
    await this.#replica?.stop();
    await this.#primary?.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #settings(port: number): string[] {
    const hba = `hba_file=${this.#dir}/conf/pg_hba.conf`;
    const settings = [hba, `port=${port}`, `unix_socket_directories=${this.#dir}`, "listen_addresses=127.0.0.1"];
    return settings.flatMap((setting) => ["-c", setting]);
  }

  #start(name: string, command: string[], more: Record<string, string> = {}): Child {
    const logFile = join(this.#dir, `${name}.log`);
    const env = { ...this.#env, ...more };
    return startChild({
      name,
      command,
      env,
      cwd: this.#dir,
      logFile,
      account: this.#account,
      stopSteps: [["SIGINT", 10_000]],
    });
  }

  /** Runs a program of Postgres to its end, as the superuser. Throws with its words when it fails. */
  #run(command: string[]): void {
    const identity = this.#account && { uid: this.#account.uid, gid: this.#account.gid };
    const env = { ...this.#env, PGPASSWORD: this.environment["POSTGRES_PASSWORD"] };
    const ran = Bun.spawnSync(command, { env, cwd: this.#dir, ...identity });
    if (!ran.success) throw new Error(`${command[0]}: ${ran.stderr.toString()}`);
  }

  #give(path: string): void {
    if (this.#account) chownSync(path, this.#account.uid, this.#account.gid);
  }
}
