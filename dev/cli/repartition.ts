import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { streamCounts } from "#contracts/shared/subjects.ts";
import { openDataFolder } from "#dev/data/data-folder.ts";
import { takeLock } from "#dev/data/lock.ts";
import { loadPorts } from "#dev/data/ports.ts";
import { loadSecrets } from "#dev/data/secrets.ts";
import { childGroup } from "#dev/process/child-group.ts";
import { stopLeftovers } from "#dev/process/leftovers.ts";
import { root } from "#dev/root.ts";
import { runNodeTool } from "#dev/stack/node.ts";
import { startStack } from "#dev/stack/stack.ts";
import { UserError } from "#dev/user-error.ts";
import { type Command, parseOptions, wholeNumber } from "./command.ts";
import { dataPath } from "./up.ts";

export const repartition: Command = {
  help: `Usage: ./bezel repartition --streams N [--data DIR]

Moves the log's partitions to N streams, more than there are, while no node runs.
Servers are those the environment names (NATS_URL and so on); when it names none,
those of the data folder, started for the while. Interrupted, run it again.

  --streams N  One of ${streamCounts.slice(1).join(", ")}
  --data DIR   The data folder ./bezel up was given`,

  async run(args) {
    const { values } = parseOptions({ args, options: { streams: { type: "string" }, data: { type: "string" } } });
    if (values.streams === undefined) throw new UserError("Say how many streams the log shall have, with --streams.");
    const streams = wholeNumber(values.streams, "--streams", 1, Math.max(...streamCounts));
    if (process.env["NATS_URL"]) {
      const tool = join(root, "gateway", "node", "repartition.ts");
      const stdio = ["ignore", "inherit", "inherit"] as const;
      return Bun.spawn([process.execPath, tool, String(streams)], { cwd: root, stdio: [...stdio] }).exited;
    }
    return onOwnServers(values.data, streams);
  },
};

/** Starts the data folder's servers without nodes, repartitions, and stops them. */
async function onOwnServers(data: string | undefined, streams: number): Promise<number> {
  const folder = openDataFolder(dataPath(data));
  const unlock = takeLock(folder.lock);
  const group = childGroup(folder.processes);
  try {
    await stopLeftovers(folder.processes);
    mkdirSync(folder.logs, { recursive: true });
    const secrets = loadSecrets(folder.secrets);
    const ports = await loadPorts(folder.ports);
    console.log("Starting nats-server, Postgres and the S3 store");
    const servers = await startStack({ folder, ports, secrets, group, relocate: data === undefined, nats: undefined });
    const env = { ...servers, BEZEL_TOKEN_SECRET: secrets.tokenSecret };
    process.stdout.write(
      await runNodeTool({
        name: "repartition",
        args: [String(streams)],
        env,
        logs: folder.logs,
        signal: group.stopping,
      }),
    );
    return 0;
  } finally {
    await group.stop();
    unlock();
  }
}
