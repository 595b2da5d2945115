import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "#dev/data/private-folder.ts";
import { type StartChild, startChild } from "#dev/process/child.ts";
import { freePort } from "#dev/process/free-port.ts";
import { untilReady } from "#dev/process/ready.ts";
import { natsServerBinary } from "#dev/tools/nats-server.ts";

export interface NatsOptions {
  /** Holds the configuration and JetStream's files; starting again on the same folder finds the same streams. */
  dir: string;
  port?: number;
  monitorPort?: number;
  credentials?: { user: string; password: string };
  logFile?: string;
  start?: StartChild;
}

/** A running nats-server. `stop` ends it politely; tests that want it to crash kill `pid`. */
export type Nats = Awaited<ReturnType<typeof startNats>>;

/** Starts nats-server with JetStream on loopback; resolves when it is healthy, streams recovered included. */
export async function startNats(options: NatsOptions) {
  const port = options.port ?? (await freePort());
  const monitorPort = options.monitorPort ?? (await freePort());
  const binary = await natsServerBinary();
  privateFolder(options.dir);
  const configFile = join(options.dir, "nats-server.conf");
  const config = natsConfig({ ...options, port, monitorPort });
  writeFileSync(configFile, config, { mode: 0o600 });
  const child = (options.start ?? startChild)({
    name: "nats-server",
    command: [binary, "--config", configFile],
    env: { PATH: process.env["PATH"] },
    cwd: options.dir,
    logFile: options.logFile ?? join(options.dir, "nats-server.log"),
  });
  const monitorUrl = `http://127.0.0.1:${monitorPort}`;
  await untilReady(child, async () => (await fetch(`${monitorUrl}/healthz`)).ok);
  return { child, pid: child.pid, port, monitorPort, url: `nats://127.0.0.1:${port}`, monitorUrl, stop: child.stop };
}

/** `sync_interval: always` makes an acknowledged message one that survives a power cut; the default does not. */
function natsConfig(options: NatsOptions & { port: number; monitorPort: number }): string {
  const { credentials } = options;
  const lines = [
    `server_name: "bezel-dev"`,
    `listen: "127.0.0.1:${options.port}"`,
    `http: "127.0.0.1:${options.monitorPort}"`,
    `jetstream { store_dir: ${JSON.stringify(join(options.dir, "data"))}, sync_interval: always }`,
  ];
  if (credentials) {
    lines.push(
      `authorization { user: ${JSON.stringify(credentials.user)}, password: ${JSON.stringify(credentials.password)} }`,
    );
  }
  return `${lines.join("\n")}\n`;
}
