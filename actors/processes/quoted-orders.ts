import { quoteHistory } from "#contracts/quote/history.ts";
import { quoteSystem } from "#contracts/shared/principal.ts";
import { type ProcessManager, reactTo } from "../runtime/processes/process-manager.ts";

/**
 * Places the order of each accepted quote. The gateway that took the acceptance places it too, sooner; whoever comes
 * second finds it done. An order that cannot come into being leaves the quote open, to be accepted again.
 */
export const quotedOrders: ProcessManager = {
  name: "quoted-orders",
  by: quoteSystem.id,
  react: reactTo("quo", quoteHistory, {
    QuoteAccepted: ({ orderId, order }, { aggregate }) => [
      {
        send: order,
        to: orderId,
        onRefused: (code) => [{ send: { type: "ReopenQuote", orderId, code }, to: aggregate }],
      },
    ],
  }),
};
