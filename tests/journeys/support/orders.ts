import type { OrderView, WriteAnswer } from "#contracts/api/orders.ts";
import type { OrderStatus } from "#contracts/order/status.ts";
import { type Api, expectOk } from "#dev/client/api.ts";
import type { People } from "#dev/client/people.ts";
import { ringStl } from "#dev/models/ring.ts";
import { eventually } from "#dev/testing/eventually.ts";

export type Side = "shop" | "partner" | "crm" | "mes";

export const silver = { material: "silver-925", finishing: "polished", quantity: 1 } as const;
export const smallRing = ringStl({ majorMm: 9, minorMm: 1.2, segments: 24 });
export const readyMade = { kind: "ready-made", sku: "band-classic-4mm" } as const;

/** If-Match with the version somebody saw. */
export const seen = ({ version }: Pick<WriteAnswer, "version">) => ({ "if-match": `"${version}"` });

/** A key no other request has. */
export const freshKey = () => ({ "idempotency-key": crypto.randomUUID() });

export const address = (side: Side, id: string, more = "") => `/${side}/v1/orders/${id}${more}`;

export const view = async (api: Api, side: Side, id: string): Promise<OrderView> =>
  expectOk(await api.get(address(side, id)));

/** Does something to an order and gives the answer of a success. */
export const act = async (
  api: Api,
  side: Side,
  [id, verb]: readonly [id: string, verb: string],
  body: object = {},
  headers: Record<string, string> = {},
): Promise<WriteAnswer> => expectOk(await api.post(address(side, id, `/${verb}`), body, headers));

/** Waits until the order has the status; gives the seller's view of it. */
export const reaches = async ({ seller }: People, id: string, status: OrderStatus): Promise<OrderView> =>
  eventually(
    async () => {
      const order = await view(seller, "crm", id);
      return order.status === status && order;
    },
    { deadlineMs: 15_000, what: `${id} at ${status}` },
  );

export async function startOrder({ customer }: People, more: object = {}): Promise<string> {
  return expectOk(await customer.post("/shop/v1/orders", { country: "DE", ...more })).id;
}

/** A private customer's order of a model, submitted. */
export async function submitModel(people: People, model: Uint8Array = smallRing): Promise<string> {
  const id = await startOrder(people);
  expectOk(await people.customer.upload(address("shop", id, "/model"), model));
  await act(people.customer, "shop", [id, "submit"], silver);
  return id;
}

/** A private customer's order of ready-made goods, submitted. */
export async function submitReadyMade(people: People, more: object = {}): Promise<string> {
  const id = await startOrder(people, { goods: readyMade, ...more });
  await act(people.customer, "shop", [id, "submit"], { quantity: 1 });
  return id;
}

/** A company's order of ready-made goods: three events in its first commit, two in the one with its price. */
export async function placeReadyMade({ partner }: People, more: object = {}): Promise<string> {
  const order = { goods: readyMade, choice: { quantity: 1 }, country: "DE", ...more };
  return expectOk(await partner.post("/partner/v1/orders", order, freshKey())).id;
}

/** The customer accepts the price that is there. */
export const acceptPrice = async ({ customer }: People, id: string): Promise<WriteAnswer> =>
  act(customer, "shop", [id, "accept-price"], {}, seen(await view(customer, "shop", id)));

export const tracking = (id: string) => `BZL-${id.slice(-12).toUpperCase()}`;

/** A private customer's order of ready-made goods, approved for production. */
export async function approvedOrder(people: People): Promise<string> {
  const id = await submitReadyMade(people);
  await reaches(people, id, "PRICE_CALCULATED");
  await act(people.seller, "crm", [id, "approve"], {}, seen(await acceptPrice(people, id)));
  return id;
}

/** An accepted order is approved, made, packed and shipped. */
export async function makeAndShip({ seller, operator }: People, id: string): Promise<void> {
  const approved = await act(seller, "crm", [id, "approve"], {}, seen(await view(seller, "crm", id)));
  await act(operator, "mes", [id, "start"], {}, seen(approved));
  await act(operator, "mes", [id, "complete"]);
  await act(operator, "mes", [id, "pack"]);
  await act(operator, "mes", [id, "ship"], { carrier: "Parcel service", trackingNumber: tracking(id) });
}

/** The carrier's message, which closes the order. */
export async function deliver({ carrier }: People, id: string): Promise<WriteAnswer> {
  const delivery = { orderId: id, trackingNumber: tracking(id), status: "delivered" };
  return expectOk(await carrier.post("/carrier/v1/deliveries", delivery, freshKey()));
}

export const statusesOf = ({ timeline }: OrderView): OrderStatus[] => timeline.map(({ status }) => status);
