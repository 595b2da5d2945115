import { readFileSync } from "node:fs";

/** Ticks of a Linux clock second, as the kernel reports process times (USER_HZ). */
const ticksPerSecond = 100;

/** Processor time a process has used so far, s (proc(5), fields 14 and 15 of stat). NaN where there is no /proc. */
export function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return Number.NaN;
  }
}

/** Resident memory of a process, bytes (proc(5)). */
export const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1_024;
