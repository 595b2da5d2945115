import { existsSync, statSync } from "node:fs";
import type { Account } from "#dev/process/child.ts";

/**
 * The account that runs Postgres, which refuses to run as root: for root the one that owns the data already,
 * else `postgres` or `nobody`; undefined (whoever runs us) for everybody else.
 */
export function postgresAccount(dataDir: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = existsSync(dataDir) ? statSync(dataDir) : undefined;
  if (owner && owner.uid !== 0) return { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  return lookUp("postgres") ?? lookUp("nobody");
}

function lookUp(name: string): Account | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => {
    const answer = Bun.spawnSync(["id", flag, name], { stderr: "ignore" });
    return answer.success ? Number(answer.stdout.toString()) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { name, uid, gid };
}

/** Whether that account may do `-x` (enter or run) or `-w` (write) to a path: asked, not computed from modes. */
export function may(account: Account | undefined, flag: "-x" | "-w", path: string): boolean {
  const identity = account && { uid: account.uid, gid: account.gid };
  return Bun.spawnSync(["test", flag, path], { cwd: "/", ...identity }).success;
}
