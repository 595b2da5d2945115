import { z } from "zod";
import { Finding } from "../pricing/finding.ts";
import { Price } from "../pricing/price.ts";
import { Country } from "../pricing/price-book.ts";
import { OperatorId, OwnerId, QuoteId } from "../shared/ids.ts";
import { command } from "../shared/message.ts";
import { CarrierName, Channel, Choice, Goods, ModelRef, Reason, TrackingNumber } from "./parts.ts";
import { productionCommands } from "./production/commands.ts";

/** Opens the order. `contractLimit` (minor units) is up to where the owner's contract accepts prices by itself. */
export const StartOrder = command("StartOrder", {
  owner: OwnerId,
  channel: Channel,
  goods: Goods,
  country: Country,
  reference: z.string().trim().min(1).max(100).optional(),
  contractLimit: z.int().nonnegative().optional(),
});
export const AttachModel = command("AttachModel", { model: ModelRef });
export const SubmitOrder = command("SubmitOrder", { choice: Choice });
/** The quote an order holds: its price is the order's, accepted already. */
const Quoted = z.strictObject({
  quoteId: QuoteId,
  price: Price,
  acceptBy: z.iso.datetime(),
  sha256: z.string().optional(),
  findings: z.array(Finding),
  acceptedBy: z.string().min(1),
});
/** An order in one step: started, with its model, submitted; with a quote priced and accepted, too. */
export const PlaceOrder = command("PlaceOrder", {
  ...StartOrder.omit({ type: true }).shape,
  model: ModelRef.optional(),
  choice: Choice,
  quoted: Quoted.optional(),
});
/** `submission` counts the order's submissions, so that a price of an earlier one cannot land on a later one. */
export const RecordPrice = command("RecordPrice", {
  submission: z.int().positive(),
  price: Price,
  /** Until when it can be accepted. */
  acceptBy: z.iso.datetime(),
  sha256: z.string().optional(),
  findings: z.array(Finding),
});
export const RecordPricingFailure = command("RecordPricingFailure", {
  submission: z.int().positive(),
  findings: z.array(Finding).min(1),
});
export const AcceptPrice = command("AcceptPrice", {});
/** By a timer at the end of the time for accepting; it means nothing to a price that was accepted or replaced. */
export const ExpirePrice = command("ExpirePrice", { submission: z.int().positive() });
export const OverridePrice = command("OverridePrice", { net: z.int().nonnegative(), reason: Reason });
/** The promise and the urgency are the usual ones unless a seller agreed on others. */
export const ApproveManufacturing = command("ApproveManufacturing", {
  promiseBy: z.iso.datetime().optional(),
  priority: z.int().min(0).max(9).optional(),
});
export const StartManufacturing = command("StartManufacturing", { operator: OperatorId });
export const CompleteManufacturing = command("CompleteManufacturing", { operator: OperatorId });
export const StartPackaging = command("StartPackaging", {});
export const ShipOrder = command("ShipOrder", { carrier: CarrierName, trackingNumber: TrackingNumber });
/** By the carrier's message (which must know the tracking number) or by a seller's hand. */
export const CloseOrder = command("CloseOrder", { trackingNumber: TrackingNumber.optional() });
export const CancelOrder = command("CancelOrder", { reason: Reason });
export const RejectOrder = command("RejectOrder", { reason: Reason });
export const HoldOrder = command("HoldOrder", { reason: Reason });
export const ResumeOrder = command("ResumeOrder", {});

export const OrderCommand = z.discriminatedUnion("type", [
  StartOrder,
  AttachModel,
  SubmitOrder,
  PlaceOrder,
  RecordPrice,
  RecordPricingFailure,
  AcceptPrice,
  ExpirePrice,
  OverridePrice,
  ApproveManufacturing,
  StartManufacturing,
  CompleteManufacturing,
  StartPackaging,
  ShipOrder,
  CloseOrder,
  CancelOrder,
  RejectOrder,
  HoldOrder,
  ResumeOrder,
  ...productionCommands,
]);
export type OrderCommand = z.infer<typeof OrderCommand>;
