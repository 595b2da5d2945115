import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { processIdentity } from "#dev/process/process-identity.ts";
import { UserError } from "#dev/user-error.ts";

/**
 * Takes the data folder for this process; returns what gives it back. A lock whose process is gone, killed or crashed,
 * is taken over. Throws UserError when another `up` holds it.
 */
export function takeLock(file: string): () => void {
  const mine = `${process.pid} ${processIdentity(process.pid)}`;
  for (let attempt = 0; attempt < 3; attempt++) {
    const written = `${file}.${process.pid}`;
    try {
      writeFileSync(written, mine, { mode: 0o600 });
      // A link appears with its content, or not at all when somebody else has it.
      linkSync(written, file);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(written, { force: true });
    }
    const holder = lockHolder(file);
    if (holder !== undefined) {
      throw new UserError(
        `Bezel is already running on this data folder (process ${holder}); stop it first, or name another folder with --data.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new UserError("Another ./bezel up is starting on this data folder.");
}

/** The id of the process that holds the lock and runs; undefined when none does. */
export function lockHolder(file: string): number | undefined {
  try {
    const [, pid, identity] = /^(\d+) (.*)$/s.exec(readFileSync(file, "utf8")) ?? [];
    return pid && processIdentity(Number(pid)) === identity ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}
