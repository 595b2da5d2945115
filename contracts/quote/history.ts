import { historyOf } from "../log/history.ts";
import type { QuoteEvent } from "./events.ts";

/** How the stored events of a quote are read: by actors, processes and pages alike. */
export const quoteHistory = historyOf<QuoteEvent>({
  QuoteRequested: 1,
  QuoteEstimated: 1,
  QuotePriced: 1,
  QuoteFailed: 1,
  QuoteModelStored: 1,
  QuoteExpired: 1,
  QuoteAccepted: 1,
  QuoteReopened: 1,
  QuoteRevised: 1,
  OverrideProposed: 1,
  QuoteOverridden: 1,
});
