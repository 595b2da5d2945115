import { join } from "node:path";
import { freePort } from "#dev/process/free-port.ts";
import { runTogether } from "#dev/process/run-together.ts";
import { root } from "#dev/root.ts";
import { nodeEnvironment, nodesMax } from "#dev/stack/node.ts";
import { UserError } from "#dev/user-error.ts";
import { Role } from "#gateway/node/config.ts";
import { type Command, parseOptions, wholeNumber } from "./command.ts";
import { runningStack } from "./running-stack.ts";
import { dataPath } from "./up.ts";

export const node: Command = {
  help: `Usage: ./bezel node [--roles ROLE,ROLE…] [--processes N] [--data DIR]

Runs one node in the foreground, its log on standard output. Servers are those
the environment names (NATS_URL and so on); when it names none, those of the
./bezel up that runs on the data folder, which it joins on a free port.

A node uses one core for its orders. With --processes, so many nodes share the
port, and the kernel spreads connections over them; they stop together, also
when one of them ends by itself.

  --roles …       Some of ${Role.options.join(", ")} (all)
  --processes N   How many nodes on this machine, on one port (1)
  --data DIR      The data folder ./bezel up was given`,

  async run(args) {
    const { values } = parseOptions({
      args,
      options: { roles: { type: "string" }, processes: { type: "string", default: "1" }, data: { type: "string" } },
    });
    const roles = values.roles && { BEZEL_ROLES: knownRoles(values.roles) };
    const count = wholeNumber(values.processes, "--processes", 1, nodesMax);
    const servers = process.env["NATS_URL"] ? { ...process.env } : await joining(dataPath(values.data));
    const command = [process.execPath, join(root, "gateway", "node", "main.ts")];
    const env = { ...servers, ...roles };
    if (count === 1) return runTogether([{ name: "The node", command, env, cwd: root }]);
    return runTogether(sharers(env, count).map((one) => ({ name: one.BEZEL_NODE_ID, command, env: one, cwd: root })));
  },
};

/** The environments of nodes that share a port, each with a name of its own. */
function sharers(env: Record<string, string | undefined>, count: number) {
  const name = env["BEZEL_NODE_ID"] ?? "node";
  if (env["BEZEL_PORT"] === "0") throw new UserError("Processes that share a port need one: set BEZEL_PORT.");
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  return numbers.map((number) => ({ ...env, BEZEL_NODE_ID: `${name}-${number}`, BEZEL_SHARE_PORT: "true" }));
}

function knownRoles(list: string): string {
  const unknown = list.split(",").find((role) => !Role.safeParse(role.trim()).success);
  if (unknown === undefined) return list;
  throw new UserError(`There is no role "${unknown.trim()}"; the roles are ${Role.options.join(", ")}.`);
}

/** The environment of one more node of a running stack. */
async function joining(dir: string): Promise<Record<string, string>> {
  const env = runningStack(dir);
  const port = await freePort();
  console.error(`Joining the stack of ${dir}, on http://127.0.0.1:${port}/`);
  return { ...nodeEnvironment({ number: process.pid, port, env }) };
}
