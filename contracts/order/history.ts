import { historyOf } from "../log/history.ts";
import type { OrderEvent } from "./events.ts";
import { productionVersions } from "./production/versions.ts";

/** Prices of the first release named no deadline; they get the one that has been usual since, days. */
const usualAcceptanceDays = 14;
const dayMs = 24 * 60 * 60 * 1_000;

/** How the stored events of an order are read: by actors, projections, processes and pages alike. */
export const orderHistory = historyOf<OrderEvent>(
  {
    OrderStarted: 1,
    ModelAttached: 1,
    OrderSubmitted: 1,
    PriceCalculated: 2,
    PricingFailed: 1,
    PriceAccepted: 1,
    PriceExpired: 1,
    PriceOverridden: 1,
    ManufacturingApproved: 1,
    ManufacturingStarted: 1,
    ManufacturingCompleted: 1,
    PackagingStarted: 1,
    OrderShipped: 1,
    OrderClosed: 1,
    OrderCancelled: 1,
    OrderRejected: 1,
    OrderHeld: 1,
    OrderResumed: 1,
    ...productionVersions,
  },
  {
    PriceCalculated: {
      1: (event) => {
        const acceptBy = new Date(Date.parse(event.at) + usualAcceptanceDays * dayMs).toISOString();
        return { ...event, v: 2, acceptBy };
      },
    },
  },
);
