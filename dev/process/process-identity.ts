import { readFileSync } from "node:fs";

/**
 * What tells a process from all others that had, or will have, the same id: when it started. The command line would
 * not do: for a moment after a start it is still ours. Undefined when there is no process of that id.
 */
export function processIdentity(pid: number): string | undefined {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): string | undefined {
  try {
    // The second field is the name in brackets and may hold anything; then come the state and, 22nd, the start in
    // clock ticks since the machine was started.
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, "").trim().split(" ");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return state === "Z" ? undefined : `${boot} ${fields[18]}`;
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): string | undefined {
  const answer = Bun.spawnSync(["ps", "-o", "lstart=", "-p", String(pid)]);
  return answer.success ? answer.stdout.toString().trim() : undefined;
}
