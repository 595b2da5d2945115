import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { root } from "#dev/root.ts";
import { UserError } from "#dev/user-error.ts";

/** Where this clone keeps the programs it obtained. */
export const toolFolder = join(root, ".bezel", "tools");

/** A folder several clones may share; read, never written. */
export const sharedToolFolder = () => join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "bezel");

/**
 * Fills `folder` in one step: `fill` works in a temporary folder beside it, which is renamed when it succeeded. Of two
 * at once the first wins, and both find it filled.
 */
export async function fillFolder(folder: string, fill: (partial: string) => Promise<void>): Promise<void> {
  const partial = partialFolder(folder);
  try {
    await fill(partial);
    renameSync(partial, folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function partialFolder(folder: string): string {
  try {
    mkdirSync(join(folder, ".."), { recursive: true });
    return mkdtempSync(`${folder}.`);
  } catch (error) {
    throw new UserError(
      `The folder ${join(folder, "..")} cannot be written to (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}
