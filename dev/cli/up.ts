import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { emptyDataFolder, openDataFolder } from "#dev/data/data-folder.ts";
import { takeLock } from "#dev/data/lock.ts";
import { workToDo } from "#dev/demo/work-to-do.ts";
import { childGroup } from "#dev/process/child-group.ts";
import { isFree } from "#dev/process/free-port.ts";
import { stopLeftovers } from "#dev/process/leftovers.ts";
import { root } from "#dev/root.ts";
import { nodesMax } from "#dev/stack/node.ts";
import { UserError } from "#dev/user-error.ts";
import { type Command, parseOptions, wholeNumber } from "./command.ts";
import { shownPath } from "./shown-path.ts";
import { startEverything } from "./start-everything.ts";

const defaultData = ".bezel/data";

export const up: Command = {
  help: `Usage: ./bezel up [--fresh] [--port N] [--data DIR] [--nodes N]

Starts nats-server, Postgres, an S3 store and Bezel on this machine, on loopback
only, with a demonstration catalogue. Ctrl-C stops everything; the data stays.

  --fresh      Begin with empty databases
  --port N     Port of the first node (8080); further nodes take the next ones
  --data DIR   Where the data is kept (${defaultData} in the clone)
  --nodes N    How many node processes (1)`,

  async run(args) {
    const { values } = parseOptions({
      args,
      options: {
        fresh: { type: "boolean", default: false },
        port: { type: "string", default: "8080" },
        data: { type: "string" },
        nodes: { type: "string", default: "1" },
      },
    });
    const nodes = wholeNumber(values.nodes, "--nodes", 1, nodesMax);
    const port = wholeNumber(values.port, "--port", 1, 65_535 - nodes);
    return runUp({ fresh: values.fresh, port, nodes, data: values.data });
  },
};

/** Resolves a data folder named on the command line. */
export const dataPath = (named: string | undefined) => (named ? resolve(named) : resolve(root, defaultData));

interface UpOptions {
  fresh: boolean;
  port: number;
  nodes: number;
  data: string | undefined;
}

async function runUp({ fresh, port, nodes, data }: UpOptions): Promise<number> {
  const folder = openDataFolder(dataPath(data));
  const unlock = takeLock(folder.lock);
  const group = childGroup(folder.processes);
  const interruption = signalled();
  let starting: Promise<void> | undefined;
  try {
    const leftovers = await stopLeftovers(folder.processes);
    if (leftovers.length > 0) console.log(`Stopped what an earlier run left behind: ${leftovers.join(", ")}`);
    if (fresh) emptyDataFolder(folder);
    // Whoever joins must not find the addresses of last time.
    rmSync(folder.environment, { force: true });
    await portsAreFree(port, nodes);
    starting = startEverything({ folder, group, port, nodes, relocate: data === undefined });
    const started = await Promise.race([starting.then(() => true), interruption.then(() => false)]);
    if (!started) return 0;
    // What it brings is for trying the board; nobody waits for it, and nothing fails without it.
    void workToDo(`http://127.0.0.1:${port}`).then(console.log, () => {});
    return await Promise.race([
      interruption.then(() => 0),
      group.casualty.then(({ child, how }) => {
        const log = shownPath(child.logFile);
        console.error(`bezel: ${child.name} ended unexpectedly (${how}); its log is ${log}. Stopping the rest.`);
        return 1;
      }),
    ]);
  } finally {
    await group.stop();
    // Interrupted half way, it notices that nothing can be started any more.
    await starting?.catch(() => {});
    unlock();
  }
}

/** Resolves when the person, or the system, wants us to end. */
function signalled(): Promise<void> {
  const { promise, resolve: resolved } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (process.stdout.isTTY) console.log("\nStopping");
      resolved();
    });
  }
  return promise;
}

async function portsAreFree(first: number, count: number): Promise<void> {
  for (let port = first; port < first + count; port++) {
    if (!(await isFree(port))) throw new UserError(`Port ${port} is in use; name another with --port.`);
  }
}
