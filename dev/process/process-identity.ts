import { readFileSync } from "node:fs";

/**
 * What a process is: when it started and its command line. A process id alone says little, since ids are used again.
 * Undefined when there is none of that id.
 */
export function processIdentity(pid: number): string | undefined {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): string | undefined {
  try {
    // The second field is the name in brackets and may hold anything; the start time is the 22nd.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, "").trim().split(" ");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    // A zombie has no command line any more.
    return command === "" ? undefined : `${fields[19]} ${command}`;
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): string | undefined {
  const answer = Bun.spawnSync(["ps", "-o", "lstart=,command=", "-p", String(pid)]);
  return answer.success ? answer.stdout.toString().trim() : undefined;
}
