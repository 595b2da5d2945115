import { quoteHistory } from "#contracts/quote/history.ts";
import { deadlineSystem } from "#contracts/shared/principal.ts";
import { type ProcessManager, reactTo } from "../runtime/processes/process-manager.ts";

/** The timer's name, for ever. */
const storing = "model-storing";

/** Ends the wait for a model's file that never got into the store: the node that was writing it is gone. */
export const modelStoring: ProcessManager = {
  name: "model-storing",
  by: deadlineSystem.id,
  react: reactTo("quo", quoteHistory, {
    QuoteRequested: ({ storeBy }) =>
      storeBy === undefined ? [] : [{ arm: storing, at: storeBy, command: { type: "RecordModelLost" } }],
    QuoteModelStored: () => [{ cancel: storing }],
  }),
};
