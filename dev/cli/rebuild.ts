import { dataFolder } from "#dev/data/data-folder.ts";
import { runNodeTool } from "#dev/stack/node.ts";
import { databases } from "#dev/stack/postgres/databases.ts";
import { UserError } from "#dev/user-error.ts";
import { type Command, parseOptions } from "./command.ts";
import { runningStack } from "./running-stack.ts";
import { dataPath } from "./up.ts";

export const rebuild: Command = {
  help: `Usage: ./bezel rebuild DATABASE [--data DIR]

Empties one database of the running stack and fills it again from the log.
DATABASE is ${databases.join(", ")}.

  --data DIR   The data folder ./bezel up was given`,

  async run(args) {
    const { values, positionals } = parseOptions({
      args,
      options: { data: { type: "string" } },
      allowPositionals: true,
    });
    const [database] = positionals;
    if (positionals.length !== 1 || !databases.some((name) => name === database)) {
      throw new UserError(`Name one database to rebuild: ${databases.join(", ")}.`);
    }
    const dir = dataPath(values.data);
    const { logs } = dataFolder(dir);
    process.stdout.write(await runNodeTool({ name: "rebuild", args: positionals, env: runningStack(dir), logs }));
    return 0;
  },
};
