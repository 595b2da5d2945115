import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSignIns, type SignIn } from "#dev/cli/sign-ins.ts";
import { startChild } from "#dev/process/child.ts";
import { freePort } from "#dev/process/free-port.ts";
import { runNodeTool, startNode as startNodeProcess } from "#dev/stack/node.ts";
import { type Servers, servers } from "./servers.ts";

export interface TestNodeOptions {
  /** Names the installation: streams, subjects and the schema. The same prefix again finds the same orders. */
  readonly prefix: string;
  /** With commas, as BEZEL_ROLES; all when left out. */
  readonly roles?: string;
  /** Tells several nodes of one installation apart. */
  readonly number?: number;
  readonly port?: number;
  /** Beside, or in place of, what the servers and the prefix say. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface TestNode {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What it was started with, for the node's own tools. */
  readonly env: Readonly<Record<string, string>>;
  /** The demonstration's people and programs, seeded by set-up. */
  readonly signIns: readonly SignIn[];
  /** Ends it politely and removes its log. */
  readonly stop: () => Promise<void>;
  /** Ends it as a crash would; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/** Sets an installation of this prefix up on the shared servers and starts one node of it, a process of its own. */
export async function startNode(options: TestNodeOptions): Promise<TestNode> {
  const { prefix, number = 1, port = await freePort() } = options;
  const logs = mkdtempSync(join(tmpdir(), `bezel-${prefix}-`));
  const env = environment(await servers(), options);
  const signIns = parseSignIns(await runNodeTool({ name: "setup", args: [], env, logs }));
  const child = await startNodeProcess({ number, port, env, logs, start: startChild });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid,
    env,
    signIns,
    stop: async () => {
      await child.stop();
      rmSync(logs, { recursive: true, force: true });
    },
    kill: async () => {
      process.kill(child.pid, "SIGKILL");
      await child.exited;
    },
  };
}

/** What names the shared servers and this installation on them to a node. */
function environment({ natsUrl, natsMonitorUrl, databaseUrls, s3 }: Servers, options: TestNodeOptions) {
  const { prefix, roles, env } = options;
  const databases = Object.entries(databaseUrls).map(([name, url]) => [`${name.toUpperCase()}_DATABASE_URL`, url]);
  return {
    BEZEL_MODE: "development",
    BEZEL_DEMO: "true",
    BEZEL_PREFIX: prefix,
    BEZEL_DATABASE_SCHEMA: prefix,
    // The same for every node of the installation, and for those who come back to it.
    BEZEL_TOKEN_SECRET: `the token secret of the installation ${prefix}`,
    NATS_URL: natsUrl,
    NATS_MONITOR_URL: natsMonitorUrl,
    ...(Object.fromEntries(databases) as Record<string, string>),
    S3_ENDPOINT: s3.endpoint,
    S3_REGION: s3.region,
    S3_BUCKET: s3.bucket,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    ...(roles === undefined ? {} : { BEZEL_ROLES: roles }),
    ...env,
  };
}
