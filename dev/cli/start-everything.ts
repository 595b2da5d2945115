import { mkdirSync, writeFileSync } from "node:fs";
import type { DataFolder } from "#dev/data/data-folder.ts";
import { loadPorts } from "#dev/data/ports.ts";
import { loadSecrets } from "#dev/data/secrets.ts";
import type { ChildGroup } from "#dev/process/child-group.ts";
import { runNodeTool, startNode } from "#dev/stack/node.ts";
import { startStack } from "#dev/stack/stack.ts";
import { natsServerBinary } from "#dev/tools/nats-server.ts";
import { platform } from "#dev/tools/platform.ts";
import { shownPath } from "./shown-path.ts";
import { parseSignIns } from "./sign-ins.ts";
import { summary } from "./summary.ts";

export interface Everything {
  folder: DataFolder;
  group: ChildGroup;
  port: number;
  nodes: number;
  relocate: boolean;
}

/** Servers, then setup, then nodes, each step said as it begins; ends with the table of addresses. */
export async function startEverything({ folder, group, port, nodes, relocate }: Everything): Promise<void> {
  const begun = performance.now();
  platform();
  mkdirSync(folder.logs, { recursive: true });
  const secrets = loadSecrets(folder.secrets);
  const nats = namedNats();
  if (!nats) await natsServerBinary(console.log, group.stopping);
  console.log(`Starting ${nats ? "" : "nats-server, "}Postgres and the S3 store`);
  const ports = await loadPorts(folder.ports);
  const servers = await startStack({ folder, ports, secrets, group, relocate, nats });
  const env = {
    ...servers,
    BEZEL_MODE: "development",
    BEZEL_DEMO: "true",
    BEZEL_TOKEN_SECRET: secrets.tokenSecret,
  };
  console.log("Preparing the databases and the demonstration catalogue");
  const signal = group.stopping;
  const signIns = parseSignIns(await runNodeTool({ name: "setup", args: [], env, logs: folder.logs, signal }));
  console.log(nodes === 1 ? "Starting the node" : `Starting ${nodes} nodes`);
  const numbers = Array.from({ length: nodes }, (_, index) => index + 1);
  const start = (number: number) =>
    startNode({ number, port: port + number - 1, env, logs: folder.logs, start: group.start });
  await Promise.all(numbers.map(start));
  writeFileSync(folder.environment, JSON.stringify(env), { mode: 0o600 });
  const tookS = (performance.now() - begun) / 1000;
  console.log(summary({ env, port, nodes, signIns, tookS, data: shownPath(folder.dir) }));
}

/** The NATS the environment names, to be used instead of one of our own. */
function namedNats(): Record<string, string> | undefined {
  if (!process.env["NATS_URL"]) return undefined;
  const names = ["NATS_URL", "NATS_MONITOR_URL", "NATS_USER", "NATS_PASSWORD"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
