import type { Child, StartChild } from "./child.ts";
import { startChild } from "./child.ts";
import { recordProcesses } from "./leftovers.ts";

/** Servers that live and die together. */
export interface ChildGroup {
  start: StartChild;
  /** Resolves with the first member that ends without having been told to. */
  readonly casualty: Promise<{ child: Child; how: string }>;
  /** Aborted when the group is being stopped: for what runs beside the servers. */
  readonly stopping: AbortSignal;
  /** Ends all, the last started first; nothing can be started afterwards. */
  stop: () => Promise<void>;
}

/** `recordFile` keeps the members' process ids for a later start to find. */
export function childGroup(recordFile: string): ChildGroup {
  const members: Child[] = [];
  const { promise: casualty, resolve: lose } = Promise.withResolvers<{ child: Child; how: string }>();
  const stopping = new AbortController();
  let stopped: Promise<void> | undefined;

  const stopAll = async () => {
    stopping.abort();
    for (const child of members.toReversed()) await child.stop();
    recordProcesses(recordFile, []);
  };
  return {
    casualty,
    stopping: stopping.signal,
    start(options) {
      if (stopping.signal.aborted) throw new Error("the servers are being stopped");
      const child = startChild(options);
      members.push(child);
      recordProcesses(recordFile, members);
      void child.exited.then((how) => {
        if (!stopping.signal.aborted) lose({ child, how });
      });
      return child;
    },
    stop: () => {
      stopped ??= stopAll();
      return stopped;
    },
  };
}
