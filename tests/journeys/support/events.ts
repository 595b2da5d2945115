import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { lifeOfAnOrder, type OrderStatus } from "#contracts/order/status.ts";
import { type Api, expectOk } from "#dev/client/api.ts";
import { address, freshKey, type Side, silver, smallRing } from "./orders.ts";

/** The event each status is reached by, in the order of the statuses. */
const reachedBy = [
  "OrderStarted",
  "ModelAttached",
  "OrderSubmitted",
  "PriceCalculated",
  "ManufacturingApproved",
  "ManufacturingStarted",
  "ManufacturingCompleted",
  "PackagingStarted",
  "OrderShipped",
  "OrderClosed",
];

/** An event's name, of whatever version: `bezel.PriceCalculated.v2` is a PriceCalculated. */
const nameOf = (type: string): string => type.split(".")[1] ?? "";

export const statusesIn = (events: readonly CloudEvent[]): OrderStatus[] =>
  events.flatMap(({ type }) => lifeOfAnOrder[reachedBy.indexOf(nameOf(type))] ?? []);

export const idsOf = (events: readonly CloudEvent[]): string[] => events.map(({ id }) => id);

/** An order's history as the events list has it. */
export const listed = async (api: Api, side: Side, id: string, query = ""): Promise<CloudEvent[]> =>
  expectOk(await api.get(`${address(side, id, "/events")}${query}`)).items;

/** A company's order of a model: three events in its first commit, and two in the one with its price. */
export async function placeOrderOfAModel(partner: Api): Promise<string> {
  const { modelId } = expectOk(await partner.upload("/partner/v1/models", smallRing, freshKey()));
  const order = { modelId, choice: silver, country: "DE" };
  return expectOk(await partner.post("/partner/v1/orders", order, freshKey())).id;
}
