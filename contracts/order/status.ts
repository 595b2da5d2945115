import { z } from "zod";

/** The ten statuses of an order's life, in order. Never renamed: people and other systems know them. */
export const lifeOfAnOrder = [
  "INITIATED",
  "FILE_UPLOADED",
  "SUBMITTED",
  "PRICE_CALCULATED",
  "MANUFACTURING_APPROVED",
  "MANUFACTURING_STARTED",
  "MANUFACTURING_COMPLETED",
  "PACKAGING",
  "SHIPPED",
  "CLOSED",
] as const;

export const OrderStatus = z.enum([...lifeOfAnOrder, "CANCELLED", "REJECTED", "PRICING_FAILED"]);
export type OrderStatus = z.infer<typeof OrderStatus>;

const finalStatuses: ReadonlySet<OrderStatus> = new Set(["CLOSED", "CANCELLED", "REJECTED"]);
const endingEvents: ReadonlySet<string> = new Set(["OrderClosed", "OrderCancelled", "OrderRejected"]);

/** Whether an order with this status has ended: it accepts nothing any more. */
export const isFinal = (status: OrderStatus): boolean => finalStatuses.has(status);

/** Whether an order ends with this event. */
export const endsOrder = ({ type }: { readonly type: string }): boolean => endingEvents.has(type);
