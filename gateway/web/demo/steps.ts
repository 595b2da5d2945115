import type { OrderStatus } from "#contracts/order/status.ts";
import { type Written, write } from "../client/api.ts";

/** Sign-ins of those who have a part in an order's life, as /demo/sign-ins gives them. */
export interface Cast {
  readonly customer: string;
  readonly seller: string;
  readonly operator: string;
  readonly carrier: string;
}

/** An order as of the version somebody has seen. */
export interface Stage {
  readonly cast: Cast;
  readonly orderId: string;
  readonly version: number;
}

/** What somebody does to move an order on. */
export interface Step {
  readonly who: keyof Cast;
  /** Continues "the customer …". */
  readonly does: string;
  readonly run: (stage: Stage) => Promise<Written>;
}

/** The carrier knows a parcel by this number. */
const trackingNumber = (orderId: string): string => `BZL-${orderId.slice(-8).toUpperCase()}`;

const verb = (
  who: keyof Cast,
  side: string,
  name: string,
  does: string,
  body: (orderId: string) => object = () => ({}),
): Step => ({
  who,
  does,
  run: ({ cast, orderId, version }) =>
    write(cast[who], {
      path: `/${side}/v1/orders/${orderId}/${name}`,
      key: `${name}-${orderId}`,
      body: body(orderId),
      seen: version,
    }),
});

const acceptPrice = verb("customer", "shop", "accept-price", "accepts the price");
const approve = verb("seller", "crm", "approve", "approves it for production");

const deliver: Step = {
  who: "carrier",
  does: "reports the delivery",
  run: ({ cast, orderId }) =>
    write(cast.carrier, {
      path: "/carrier/v1/deliveries",
      key: `delivery-${orderId}`,
      body: { orderId, trackingNumber: trackingNumber(orderId), status: "delivered" },
    }),
};

const byStatus: Readonly<Partial<Record<OrderStatus, Step>>> = {
  MANUFACTURING_APPROVED: verb("operator", "mes", "start", "takes it and starts making it"),
  MANUFACTURING_STARTED: verb("operator", "mes", "complete", "finishes making it"),
  MANUFACTURING_COMPLETED: verb("operator", "mes", "pack", "starts packing"),
  PACKAGING: verb("operator", "mes", "ship", "hands it to the carrier", (orderId) => ({
    carrier: "Demo carrier",
    trackingNumber: trackingNumber(orderId),
  })),
  SHIPPED: deliver,
};

/** What comes next for an order in this status; undefined when nobody has to do anything. */
export function nextStep(status: OrderStatus, priceAccepted: boolean): Step | undefined {
  if (status === "PRICE_CALCULATED") return priceAccepted ? approve : acceptPrice;
  return byStatus[status];
}
