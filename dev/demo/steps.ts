import { expectOk } from "../client/api.ts";
import type { Cast } from "./actors.ts";

/** What a step needs to know of the order it moves. */
export interface Stage {
  readonly cast: Cast;
  readonly model: Uint8Array;
  readonly modelName: string;
  readonly orderId: string;
  readonly version: number;
  /** How it shall be made; a polished silver ring when nothing is said. */
  readonly choice?: object;
  /** What the seller agrees on with the customer, such as the promise. */
  readonly agreed?: object;
}

type Step = (stage: Stage) => Promise<unknown>;

const json = (value: Record<string, string>) => value;
const seen = ({ version }: Stage) => json({ "if-match": `"${version}"` });
const usualChoice = { material: "silver-925", finishing: "polished", quantity: 1 };

/** The carrier knows a parcel by this number. */
const tracking = (orderId: string) => `BZL-${orderId.slice(-8).toUpperCase()}`;

/** What somebody does to move an order on from each status; where nothing stands, Bezel moves it by itself. */
export const steps: Readonly<Record<string, Step>> = {
  INITIATED: async ({ cast, model, modelName, orderId }) =>
    expectOk(
      await cast.customer.upload(`/shop/v1/orders/${orderId}/model?name=${encodeURIComponent(modelName)}`, model),
    ),
  FILE_UPLOADED: async ({ cast, orderId, choice = usualChoice }) =>
    expectOk(await cast.customer.post(`/shop/v1/orders/${orderId}/submit`, choice)),
  PRICE_CALCULATED: async (stage) => {
    const { cast, orderId, agreed = {} } = stage;
    const accepted = expectOk(await cast.customer.post(`/shop/v1/orders/${orderId}/accept-price`, {}, seen(stage)));
    const now = { "if-match": `"${accepted.version}"` };
    return expectOk(await cast.seller.post(`/crm/v1/orders/${orderId}/approve`, agreed, now));
  },
  MANUFACTURING_APPROVED: async (stage) =>
    expectOk(await stage.cast.operator.post(`/mes/v1/orders/${stage.orderId}/start`, {}, seen(stage))),
  MANUFACTURING_STARTED: async ({ cast, orderId }) =>
    expectOk(await cast.operator.post(`/mes/v1/orders/${orderId}/complete`)),
  MANUFACTURING_COMPLETED: async ({ cast, orderId }) =>
    expectOk(await cast.operator.post(`/mes/v1/orders/${orderId}/pack`)),
  PACKAGING: async ({ cast, orderId }) => {
    const shipment = { carrier: "Demo carrier", trackingNumber: tracking(orderId) };
    return expectOk(await cast.operator.post(`/mes/v1/orders/${orderId}/ship`, shipment));
  },
  SHIPPED: async ({ cast, orderId }) => {
    const delivery = { orderId, trackingNumber: tracking(orderId), status: "delivered" };
    const key = { "idempotency-key": `delivery-${orderId}` };
    return expectOk(await cast.carrier.post("/carrier/v1/deliveries", delivery, key));
  },
};

/** Starts an order; gives its id. */
export async function startOrder({ customer }: Cast, reference = "Demonstration"): Promise<string> {
  return expectOk(await customer.post("/shop/v1/orders", { country: "DE", reference })).id;
}
