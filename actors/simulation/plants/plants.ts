import type { BatchLog } from "../../runtime/log/batch-log.ts";
import type { EventLog } from "../../runtime/log/event-log.ts";
import type { Life } from "../kernel/life.ts";

/** Where a bug can be planted from outside: what stands between the shipped modules and the simulated world. */
export interface Plants {
  /** A node's way to the log, below group commit. */
  readonly batchLog: (log: BatchLog, life: Life) => BatchLog;
  /** The log as activations see it. */
  readonly log: (log: EventLog, life: Life) => EventLog;
}

export const noPlants: Plants = { batchLog: (log) => log, log: (log) => log };
