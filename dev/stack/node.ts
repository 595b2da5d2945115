import { join } from "node:path";
import type { Child, StartChild } from "#dev/process/child.ts";
import { lastWords } from "#dev/process/last-words.ts";
import { untilReady } from "#dev/process/ready.ts";
import { root } from "#dev/root.ts";
import { UserError } from "#dev/user-error.ts";

/** How many processes of one stack there may be, on one machine. */
export const nodesMax = 16;

export interface NodeOptions {
  /** 1, 2, 3…: names the node and its log. */
  number: number;
  port: number;
  /** Where the servers are. */
  env: Record<string, string>;
  logs: string;
  start: StartChild;
}

/** The environment of one node process on this machine. */
export function nodeEnvironment({ number, port, env }: Pick<NodeOptions, "number" | "port" | "env">) {
  return {
    ...processEnvironment(),
    ...env,
    BEZEL_NODE_ID: `node-${number}`,
    BEZEL_PORT: String(port),
  };
}

/** What a node may see of our own environment: the machine's variables, and how it reports about itself. */
function processEnvironment(): Record<string, string> {
  const passed = /^(PATH|HOME|TMPDIR|TZ|LANG|LC_.*|OTEL_.*|LOG_LEVEL|BEZEL_.*|SSL_CERT_.*|NODE_EXTRA_CA_CERTS)$/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (passed.test(name) && value ? [[name, value]] : [])),
  );
}

/** Starts a node process; resolves when it is ready for requests. */
export async function startNode(options: NodeOptions): Promise<Child> {
  const child = options.start({
    name: `node ${options.number}`,
    command: [process.execPath, join(root, "gateway", "node", "main.ts")],
    env: nodeEnvironment(options),
    cwd: root,
    logFile: join(options.logs, `node-${options.number}.log`),
  });
  await untilReady(child, async () => (await fetch(`http://127.0.0.1:${options.port}/readyz`)).status === 200, 60_000);
  return child;
}

export interface NodeTool {
  /** One of gateway/node. */
  name: "setup" | "rebuild" | "repartition";
  args: string[];
  env: Record<string, string>;
  logs: string;
  signal?: AbortSignal;
}

/** Runs one of the node's own tools to its end; returns its standard output. Throws UserError when it fails. */
export async function runNodeTool({ name, args, env, logs, signal }: NodeTool): Promise<string> {
  const logFile = join(logs, `${name}.log`);
  const tool = Bun.spawn([process.execPath, join(root, "gateway", "node", `${name}.ts`), ...args], {
    cwd: root,
    env: nodeEnvironment({ number: 1, port: 0, env }),
    stdio: ["ignore", "pipe", Bun.file(logFile)],
    ...(signal && { signal }),
  });
  const [output] = await Promise.all([Bun.readableStreamToText(tool.stdout), tool.exited]);
  if (tool.exitCode === 0) return output;
  throw new UserError(`The step "${name}" failed: ${lastWords(await Bun.file(logFile).text())} (log: ${logFile})`);
}
