import { type ProcessManager, reactTo } from "../../runtime/processes/process-manager.ts";
import { counterHistory, keeping } from "../load/counter.ts";

/** How long after it was opened a counter of this limit closes by itself, ms. */
const openForMs = (limit: number): number => limit * 300;

/** Closes counters some time after they were opened, unless they are to be kept. */
export const closing: ProcessManager = {
  name: "closing",
  by: "sys_closing",
  react: reactTo("cnt", counterHistory, {
    Opened: ({ at, limit }) => {
      const due = new Date(Date.parse(at) + openForMs(limit)).toISOString();
      return [{ arm: "close", at: due, command: { type: "Close" } }];
    },
    Added: ({ n }) => (n === keeping ? [{ cancel: "close" }] : []),
  }),
};
