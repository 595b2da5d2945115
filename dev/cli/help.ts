import { join } from "node:path";
import type { Command } from "./command.ts";

const text = await Bun.file(join(import.meta.dirname, "help.txt")).text();

export const help: Command = {
  help: text.trimEnd(),
  run: async () => {
    console.log(text.trimEnd());
    return 0;
  },
};
