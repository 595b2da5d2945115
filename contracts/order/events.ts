import { z } from "zod";
import { Finding } from "../pricing/finding.ts";
import { Price } from "../pricing/price.ts";
import { Country } from "../pricing/price-book.ts";
import { OwnerId, QuoteId } from "../shared/ids.ts";
import { event, eventOfVersion } from "../shared/message.ts";
import { CarrierName, Channel, Choice, Goods, ModelRef, Reason, TrackingNumber } from "./parts.ts";
import {
  ManufacturingApproved,
  ManufacturingCompleted,
  ManufacturingStarted,
  PackagingStarted,
  productionEvents,
} from "./production/events.ts";

export const OrderStarted = event("OrderStarted", {
  owner: OwnerId,
  channel: Channel,
  goods: Goods,
  country: Country,
  reference: z.string().optional(),
  contractLimit: z.int().nonnegative().optional(),
  /** The accepted quote it follows from. */
  quoteId: QuoteId.optional(),
});
export const ModelAttached = event("ModelAttached", { model: ModelRef });
/** `modelBytes` and `sha256` tell pricing the lane and the shard of the order without reading its past. */
export const OrderSubmitted = event("OrderSubmitted", {
  choice: Choice,
  submission: z.int().positive(),
  modelBytes: z.int().nonnegative().optional(),
  sha256: z.string().optional(),
});
/** Version 1 had no `acceptBy`, the instant until which the price can be accepted. */
export const PriceCalculated = eventOfVersion("PriceCalculated", 2, {
  price: Price,
  acceptBy: z.iso.datetime(),
  /** Which submission it answers; the first ones did not say. */
  submission: z.int().positive().optional(),
  sha256: z.string().optional(),
  findings: z.array(Finding),
});
export const PricingFailed = event("PricingFailed", { findings: z.array(Finding) });
/** A fact, not a status: who accepted, or that the contract did. */
export const PriceAccepted = event("PriceAccepted", { total: z.int(), by: z.string(), contract: z.boolean() });
/** A fact, not a status: nobody accepted the price in time, so it is offered no longer. */
export const PriceExpired = event("PriceExpired", {});
export const PriceOverridden = event("PriceOverridden", { price: Price, before: z.int(), reason: Reason });
export const OrderShipped = event("OrderShipped", {
  carrier: CarrierName,
  trackingNumber: TrackingNumber,
  tookMs: z.int().nonnegative().optional(),
});
export const OrderClosed = event("OrderClosed", { by: z.string() });
export const OrderCancelled = event("OrderCancelled", { reason: Reason });
export const OrderRejected = event("OrderRejected", { reason: Reason });
export const OrderHeld = event("OrderHeld", { reason: Reason });
export const OrderResumed = event("OrderResumed", {});

export const OrderEvent = z.discriminatedUnion("type", [
  OrderStarted,
  ModelAttached,
  OrderSubmitted,
  PriceCalculated,
  PricingFailed,
  PriceAccepted,
  PriceExpired,
  PriceOverridden,
  ManufacturingApproved,
  ManufacturingStarted,
  ManufacturingCompleted,
  PackagingStarted,
  OrderShipped,
  OrderClosed,
  OrderCancelled,
  OrderRejected,
  OrderHeld,
  OrderResumed,
  ...productionEvents,
]);
export type OrderEvent = z.infer<typeof OrderEvent>;
