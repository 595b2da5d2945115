import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { dataFolder } from "#dev/data/data-folder.ts";
import { lockHolder } from "#dev/data/lock.ts";
import { UserError } from "#dev/user-error.ts";

/** The environment of the nodes that `./bezel up` runs on that data folder. Throws UserError when none runs. */
export function runningStack(dir: string): Record<string, string> {
  const folder = dataFolder(dir);
  if (lockHolder(folder.lock) === undefined || !existsSync(folder.environment)) {
    throw new UserError(`No ./bezel up is running on ${dir}; start one, or name its folder with --data.`);
  }
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(folder.environment, "utf8")));
}
