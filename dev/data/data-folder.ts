import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removePostgres } from "#dev/stack/postgres/home.ts";
import { UserError } from "#dev/user-error.ts";

/** The files of one stack; `./bezel up` on the same folder finds the same data. */
export interface DataFolder {
  dir: string;
  nats: string;
  postgres: string;
  s3: string;
  logs: string;
  /** Passwords, made once. */
  secrets: string;
  /** The ports the servers had last time. */
  ports: string;
  lock: string;
  processes: string;
  /** The environment of a node of the stack that is running. */
  environment: string;
}

const mark = "BEZEL-DATA";
const markText = "This folder holds the data of ./bezel up. It may be deleted while Bezel is not running.\n";

/** Opens the folder, made if missing. Throws UserError when it is somebody else's or cannot be written to. */
export function openDataFolder(dir: string): DataFolder {
  try {
    mkdirSync(dir, { recursive: true });
    const isOurs = existsSync(join(dir, mark));
    if (!isOurs && readdirSync(dir).length > 0) {
      throw new UserError(`${dir} is not empty and not a data folder of Bezel; name another with --data.`);
    }
    writeFileSync(join(dir, mark), markText);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The data folder ${dir} cannot be written to (${(error as NodeJS.ErrnoException).code}).`);
  }
  return dataFolder(dir);
}

/** The paths in a data folder, whether it is there or not. */
export function dataFolder(dir: string): DataFolder {
  const at = (name: string) => join(dir, name);
  return {
    dir,
    nats: at("nats"),
    postgres: at("postgres"),
    s3: at("s3"),
    logs: at("logs"),
    secrets: at("secrets.json"),
    ports: at("ports.json"),
    lock: at("up.lock"),
    processes: at("processes.json"),
    environment: at("environment.json"),
  };
}

/** Removes the data, and nothing that is not ours. */
export function emptyDataFolder(folder: DataFolder): void {
  removePostgres(folder.postgres);
  for (const path of [folder.nats, folder.s3, folder.logs, folder.secrets, folder.ports, folder.environment]) {
    rmSync(path, { recursive: true, force: true });
  }
}
