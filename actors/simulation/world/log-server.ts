import type { StoredCommit } from "#contracts/log/commit.ts";
import { memoryEventLog } from "../../memory/event-log.ts";
import type { BatchLog } from "../../runtime/log/batch-log.ts";
import { Life } from "../kernel/life.ts";

/** One log stream behind the network: it never loses what it has written, and does one thing at a time. */
export interface LogServer {
  /** Paused while its leader stalls. */
  readonly life: Life;
  readonly log: BatchLog;
  /** All it holds, in order: the truth that checks compare with. */
  readonly entries: readonly StoredCommit[];
  /** The aggregate's commits. */
  readonly of: (id: string) => readonly StoredCommit[];
}

export function logServer(stream: number): LogServer {
  const log = memoryEventLog({ stream });
  const byId = new Map<string, StoredCommit[]>();
  let indexed = 0;
  const index = () => {
    for (; indexed < log.entries.length; indexed++) {
      const entry = log.entries[indexed] as StoredCommit;
      const known = byId.get(entry.aggregate);
      if (known) known.push(entry);
      else byId.set(entry.aggregate, [entry]);
    }
  };
  const of = (id: string): readonly StoredCommit[] => {
    index();
    return byId.get(id) ?? [];
  };
  return { life: new Life(`log${stream}`), log, entries: log.entries, of };
}
