import { readModels } from "#db/rebuild.ts";
import { dataFolder } from "#dev/data/data-folder.ts";
import { runNodeTool } from "#dev/stack/node.ts";
import { UserError } from "#dev/user-error.ts";
import { type Command, parseOptions } from "./command.ts";
import { runningStack } from "./running-stack.ts";
import { dataPath } from "./up.ts";

const rebuildable = Object.keys(readModels);

export const rebuild: Command = {
  help: `Usage: ./bezel rebuild DATABASE [--data DIR]

Empties one database of the running stack and fills it again from the log.
DATABASE is ${rebuildable.join(", ")}.

  --data DIR   The data folder ./bezel up was given`,

  async run(args) {
    const { values, positionals } = parseOptions({
      args,
      options: { data: { type: "string" } },
      allowPositionals: true,
    });
    const [database] = positionals;
    if (positionals.length !== 1 || !database || !rebuildable.includes(database)) {
      throw new UserError(`Name one database to rebuild: ${rebuildable.join(", ")}.`);
    }
    const dir = dataPath(values.data);
    const { logs } = dataFolder(dir);
    process.stdout.write(await runNodeTool({ name: "rebuild", args: positionals, env: runningStack(dir), logs }));
    return 0;
  },
};
