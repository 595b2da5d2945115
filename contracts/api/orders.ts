import { z } from "zod";
import { CarrierName, Channel, Choice, Goods, ModelRef, Reason, TrackingNumber } from "../order/parts.ts";
import { OrderStatus } from "../order/status.ts";
import { Finding } from "../pricing/finding.ts";
import { Price } from "../pricing/price.ts";
import { Country } from "../pricing/price-book.ts";
import { FileUnit, Unit } from "../pricing/unit.ts";
import { AccountId, ModelId, OrderId, QuoteId } from "../shared/ids.ts";

const Reference = z.string().trim().min(1).max(100);

/** Shop: starts an order; a model comes next, ready-made goods can be submitted at once. */
export const StartOrderBody = z
  .strictObject({
    goods: Goods.default({ kind: "model" }),
    country: Country,
    reference: Reference.optional(),
  })
  .meta({ id: "StartOrder" });

/** Partner: an order in one step. `modelId` names a model uploaded before; ready-made goods have none. */
export const PlaceOrderBody = z
  .strictObject({
    goods: Goods.default({ kind: "model" }),
    modelId: ModelId.optional(),
    choice: Choice,
    country: Country,
    reference: Reference.optional(),
  })
  .meta({ id: "PlaceOrder" });

/** Seller: the same, for a company. */
export const EnterOrderBody = PlaceOrderBody.extend({ accountId: AccountId }).meta({ id: "EnterOrder" });

export const SubmitBody = Choice.meta({ id: "Submit" });
export const NothingBody = z.strictObject({}).optional().meta({ id: "Nothing" });
/** What a seller agreed on with the customer; what is left out is as usual. */
export const ApprovalBody = z
  .strictObject({
    promiseBy: z.iso.datetime().optional().describe("until when it is to be shipped"),
    priority: z.int().min(0).max(9).optional().describe("0 is usual; higher ones go first"),
  })
  .optional()
  .meta({ id: "Approval" });
export const ReasonBody = z.strictObject({ reason: Reason }).meta({ id: "Reason" });
export const OverrideBody = z
  .strictObject({ net: z.int().nonnegative().describe("minor units, before tax"), reason: Reason })
  .meta({ id: "OverridePrice" });
export const ShipBody = z.strictObject({ carrier: CarrierName, trackingNumber: TrackingNumber }).meta({ id: "Ship" });
export const DeliveryBody = z
  .strictObject({ orderId: OrderId, trackingNumber: TrackingNumber, status: z.literal("delivered") })
  .meta({ id: "Delivery" });

/** Query of a streamed upload; the body is the file itself. */
export const UploadQuery = z.strictObject({
  name: z.string().trim().min(1).max(200).default("model.stl"),
  unit: Unit.default("mm"),
});
/** Asks for an address to PUT the file to, straight into the store. */
export const RequestUploadBody = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    unit: Unit.default("mm"),
    bytes: z.int().positive(),
  })
  .meta({ id: "RequestUpload" });

/** What a write is answered: the order's new version and status, and what can be done next. */
export const WriteAnswer = z
  .object({ id: z.string(), version: z.int(), status: OrderStatus, next: z.array(z.string()) })
  .meta({ id: "OrderWritten" });
export type WriteAnswer = z.infer<typeof WriteAnswer>;

/** An uploaded model; facts are there when the bytes came through the gateway. */
export const ModelAnswer = z
  .object({
    modelId: ModelId,
    bytes: z.int(),
    sha256: z.string().optional(),
    triangles: z.int().optional(),
    volume: z.number().nullable().optional(),
    area: z.number().nullable().optional(),
    bbox: z
      .object({ min: z.array(z.number()), max: z.array(z.number()) })
      .nullable()
      .optional(),
    units: FileUnit.nullable().optional(),
    closed: z.boolean().nullable().optional(),
    shells: z.int().nullable().optional(),
    findings: z.array(Finding).optional(),
    /** The closer look that follows a first price: it confirms the price or flags it. */
    look: z.enum(["pending", "confirmed", "flagged"]).optional(),
    /** What overlapping shells enclose together, the volume of the convex hull, and the thinnest wall; in the file's unit. */
    united: z.number().nullable().optional(),
    hull: z.number().nullable().optional(),
    thinnestWall: z.number().nullable().optional(),
  })
  .meta({ id: "Model" });
export type ModelAnswer = z.infer<typeof ModelAnswer>;

export const UploadAnswer = z
  .object({ modelId: ModelId, uploadUrl: z.string(), method: z.literal("PUT"), expiresAt: z.iso.datetime() })
  .meta({ id: "Upload" });

/** How often something happened to an order in production, and why last. */
const Repeated = z.object({ count: z.int(), reason: z.string() });

/** One order as anybody who may see it sees it; sides leave out what is not theirs. */
export const OrderView = z
  .object({
    id: OrderId,
    version: z.int(),
    status: OrderStatus,
    channel: Channel,
    owner: z.string(),
    country: Country,
    goods: Goods,
    reference: z.string().optional(),
    quoteId: QuoteId.optional().describe("the accepted quote it holds"),
    model: ModelRef.optional(),
    choice: Choice.optional(),
    price: Price.optional(),
    acceptBy: z.iso.datetime().optional().describe("until when the price can be accepted"),
    priceAccepted: z.boolean(),
    priceExpired: z.boolean(),
    findings: z.array(Finding),
    onHold: z.string().optional(),
    operator: z.string().optional(),
    promiseBy: z.iso.datetime().optional().describe("until when it is to be shipped"),
    priority: z.int().optional().describe("0 is usual; higher ones go first"),
    paused: z.object({ reason: z.string(), at: z.iso.datetime() }).optional(),
    undoUntil: z.iso.datetime().optional().describe("until when the last stage can be taken back"),
    rework: Repeated.optional(),
    scrap: Repeated.optional(),
    risk: z
      .object({
        since: z.iso.datetime(),
        projected: z.iso.datetime().describe("when it would be shipped, as it looked then"),
        escalatedAt: z.iso.datetime().optional(),
        missedAt: z.iso.datetime().optional(),
      })
      .optional()
      .describe("the promise will be missed if nothing is done"),
    shipment: z.object({ carrier: z.string(), trackingNumber: z.string() }).optional(),
    endReason: z.string().optional(),
    timeline: z.array(z.object({ status: OrderStatus, at: z.iso.datetime() })),
    next: z.array(z.string()),
  })
  .meta({ id: "Order" });
export type OrderView = z.infer<typeof OrderView>;

/** An order as lists show it. */
export const OrderSummary = OrderView.omit({ next: true, timeline: true })
  .extend({ createdAt: z.iso.datetime(), statusSince: z.iso.datetime() })
  .meta({ id: "OrderSummary" });
export type OrderSummary = z.infer<typeof OrderSummary>;

/** What is the house's own of an order; `contracts/order/disclosure.ts` decides it, and its test holds this to it. */
const ofHouse = {
  operator: true,
  priority: true,
  paused: true,
  undoUntil: true,
  rework: true,
  scrap: true,
  risk: true,
} as const;
/** One order as the customer or company it belongs to sees it, and as their lists show it. */
export const OwnOrderView = OrderView.omit(ofHouse).meta({ id: "OwnOrder" });
export const OwnOrderSummary = OrderSummary.omit(ofHouse).meta({ id: "OwnOrderSummary" });

/** A page of a list; `next` is the cursor of the page after it. `stale` says it may not show your last write yet. */
export const OrderPage = z
  .object({
    items: z.array(OrderSummary),
    next: z.string().optional(),
    stale: z.boolean(),
  })
  .meta({ id: "OrderPage" });

export const OwnOrderPage = OrderPage.extend({ items: z.array(OwnOrderSummary) }).meta({ id: "OwnOrderPage" });

export const ListQuery = z.strictObject({
  status: OrderStatus.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const SearchQuery = ListQuery.extend({
  channel: Channel.optional(),
  owner: z.string().max(64).optional(),
  q: z.string().trim().min(2).max(100).optional(),
}).refine(({ q, status, channel, owner }) => q === undefined || !(status ?? channel ?? owner), {
  path: ["q"],
  message: "is not combined with other filters",
});
