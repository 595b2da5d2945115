import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { eventually } from "#dev/testing/eventually.ts";
import { processIdentity } from "./process-identity.ts";

/** Servers that were started on a data folder, so that a later start finds those a killed one left behind. */
const Records = z.array(z.object({ name: z.string(), pid: z.int(), identity: z.string() }));

/** Notes the servers that run now. */
export function recordProcesses(file: string, processes: readonly { name: string; pid: number }[]): void {
  const records = processes.flatMap(({ name, pid }) => {
    const identity = processIdentity(pid);
    return identity === undefined ? [] : [{ name, pid, identity }];
  });
  writeFileSync(`${file}.new`, JSON.stringify(records), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Ends the noted servers that still run, and are what was started and not another process of the same id. */
export async function stopLeftovers(file: string): Promise<string[]> {
  if (!existsSync(file)) return [];
  const leftovers = Records.parse(JSON.parse(readFileSync(file, "utf8"))).filter(isRunning);
  for (const leftover of leftovers.toReversed()) await end(leftover);
  rmSync(file);
  return leftovers.map(({ name }) => name);
}

const isRunning = ({ pid, identity }: { pid: number; identity: string }) => processIdentity(pid) === identity;

async function end(leftover: { pid: number; identity: string }): Promise<void> {
  const gone = () => !isRunning(leftover);
  process.kill(leftover.pid, "SIGTERM");
  await eventually(gone, { deadlineMs: 10_000 }).catch(async () => {
    process.kill(leftover.pid, "SIGKILL");
    await eventually(gone);
  });
}
