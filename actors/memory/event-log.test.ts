import { groupCommit } from "../runtime/log/group-commit.ts";
import { batchLogConformance } from "../testing/batch-conformance.ts";
import { eventLogConformance, mayCreateInTests } from "../testing/log-conformance.ts";
import { type AppendFault, memoryEventLog } from "./event-log.ts";

batchLogConformance("memory", async () => memoryEventLog());

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

eventLogConformance("memory, under group commit", async () => {
  let lost = false;
  const grouped = groupCommit(
    memoryEventLog({ mayCreate: mayCreateInTests, fault: () => (lost ? "answer-lost" : undefined) }),
    { nodes: () => 1, pause: async () => {} },
  );
  return {
    log: grouped,
    appendUnanswered: async (id, commit) => {
      lost = true;
      await grouped.append(id, commit).finally(() => {
        lost = false;
      });
    },
  };
});
