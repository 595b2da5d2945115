import type { Child, StartChild } from "./child.ts";
import { startChild } from "./child.ts";
import { recordProcesses } from "./leftovers.ts";

/** Servers that live and die together. */
export interface ChildGroup {
  start: StartChild;
  /** Resolves with the first member that ends without having been told to. */
  readonly casualty: Promise<{ child: Child; how: string }>;
  /** Ends all, the last started first; nothing can be started afterwards. */
  stop(): Promise<void>;
}

/** `recordFile` keeps the members' process ids for a later start to find. */
export function childGroup(recordFile: string): ChildGroup {
  const members: Child[] = [];
  const { promise: casualty, resolve: lose } = Promise.withResolvers<{ child: Child; how: string }>();
  let stopping: Promise<void> | undefined;

  const stopAll = async () => {
    for (const child of members.toReversed()) await child.stop();
    recordProcesses(recordFile, []);
  };
  return {
    casualty,
    start(options) {
      if (stopping) throw new Error("the servers are being stopped");
      const child = startChild(options);
      members.push(child);
      recordProcesses(recordFile, members);
      void child.exited.then((how) => {
        if (!stopping) lose({ child, how });
      });
      return child;
    },
    stop: () => {
      stopping ??= stopAll();
      return stopping;
    },
  };
}
