import { join } from "node:path";
import { freePort } from "#dev/process/free-port.ts";
import { root } from "#dev/root.ts";
import { nodeEnvironment } from "#dev/stack/node.ts";
import { UserError } from "#dev/user-error.ts";
import { Role } from "#gateway/node/config.ts";
import { type Command, parseOptions } from "./command.ts";
import { runningStack } from "./running-stack.ts";
import { dataPath } from "./up.ts";

export const node: Command = {
  help: `Usage: ./bezel node [--roles ROLE,ROLE…] [--data DIR]

Runs one node in the foreground, its log on standard output. Servers are those
the environment names (NATS_URL and so on); when it names none, those of the
./bezel up that runs on the data folder, which it joins on a free port.

  --roles …    Some of ${Role.options.join(", ")} (all)
  --data DIR   The data folder ./bezel up was given`,

  async run(args) {
    const { values } = parseOptions({ args, options: { roles: { type: "string" }, data: { type: "string" } } });
    const roles = values.roles && { BEZEL_ROLES: knownRoles(values.roles) };
    const servers = process.env["NATS_URL"] ? { ...process.env } : await joining(dataPath(values.data));
    const child = Bun.spawn([process.execPath, join(root, "gateway", "node", "main.ts")], {
      cwd: root,
      env: { ...servers, ...roles },
      stdio: ["ignore", "inherit", "inherit"],
      // A Ctrl-C reaches only us, so that the node is told once.
      detached: true,
    });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill("SIGTERM"));
    return child.exited;
  },
};

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
