import { eventLogConformance, mayCreateInTests } from "../testing/log-conformance.ts";
import { type AppendFault, memoryEventLog } from "./event-log.ts";

eventLogConformance("memory", async () => {
  let next: AppendFault | undefined;
  const log = memoryEventLog({ mayCreate: mayCreateInTests, fault: () => next });
  return {
    log,
    appendUnanswered: async (id, commit) => {
      next = "answer-lost";
      try {
        await log.append(id, commit);
      } finally {
        next = undefined;
      }
    },
  };
});
