import { z } from "zod";
import { Channel, Choice, Goods, ModelRef, Reason } from "../order/parts.ts";
import { Box } from "../pricing/facts.ts";
import { Finding } from "../pricing/finding.ts";
import { Price, Weights } from "../pricing/price.ts";
import { Country } from "../pricing/price-book.ts";
import { FileUnit } from "../pricing/unit.ts";
import { Difference, Estimate, Proposal, QuoteStatus } from "../quote/parts.ts";
import { AccountId, ModelId, OrderId, QuoteId } from "../shared/ids.ts";
import { PlaceOrderBody, UploadQuery, WriteAnswer } from "./orders.ts";

/** Asks for a price. `modelId` names a model uploaded before; ready-made goods have none. */
export const RequestQuoteBody = PlaceOrderBody.meta({ id: "RequestQuote" });
/** Seller: the same, for a company. */
export const EnterQuoteBody = RequestQuoteBody.extend({ accountId: AccountId }).meta({ id: "EnterQuote" });
const Name = z.string().min(1).max(64);
/** Asks for a price of the model that is the body: what it is, and how it is to be made. */
export const QuoteOfFileQuery = UploadQuery.extend({
  material: Name,
  finishing: Name,
  quantity: z.coerce.number().int().min(1).max(100_000).default(1),
  leadTime: Name.optional(),
  country: Country,
  reference: z.string().trim().min(1).max(100).optional(),
});
export type QuoteOfFileQuery = z.infer<typeof QuoteOfFileQuery>;
/** A new price: what is left out stays as it was. */
export const RequoteBody = z
  .strictObject({ choice: Choice.optional(), country: Country.optional() })
  .meta({ id: "Requote" });
export const OverrideQuoteBody = z
  .strictObject({ net: z.int().nonnegative().describe("minor units, before tax"), reason: Reason })
  .meta({ id: "OverrideQuote" });

/** What a write is answered: the quote's new version and status, what can be done next, and a price made at once. */
export const QuoteWritten = z
  .object({
    id: QuoteId,
    version: z.int(),
    status: QuoteStatus,
    next: z.array(z.string()),
    orderId: OrderId.optional(),
    modelId: ModelId.optional().describe("of a model that came with the request"),
    price: Price.optional().describe("where it could be made at once; else it follows"),
    acceptBy: z.iso.datetime().optional(),
    findings: z.array(Finding).optional(),
  })
  .meta({ id: "QuoteWritten" });
export type QuoteWritten = z.infer<typeof QuoteWritten>;

/** The order that holds the accepted quote, with the quote's price. */
export const QuoteOrdered = WriteAnswer.extend({ quoteId: QuoteId }).meta({ id: "QuoteOrdered" });

/** What the price was made from, in the file's own unit. */
const QuotedFacts = z.object({
  analyser: z.string(),
  triangles: z.int(),
  volume: z.number().nullable(),
  area: z.number().nullable(),
  bbox: Box.nullable(),
  units: FileUnit.nullable(),
});

/** One quote as anybody who may see it sees it; `proposal` is for sellers alone. */
export const QuoteView = z
  .object({
    id: QuoteId,
    version: z.int(),
    status: QuoteStatus,
    channel: Channel,
    owner: z.string(),
    country: Country,
    goods: Goods,
    reference: z.string().optional(),
    model: ModelRef.optional(),
    choice: Choice,
    requestedAt: z.iso.datetime(),
    estimate: Estimate.optional().describe("the total lies between, in 99 of 100 cases; there until the price is"),
    price: Price.optional(),
    acceptBy: z.iso.datetime().optional().describe("until when the price can be accepted"),
    storeBy: z.iso.datetime().optional().describe("there while the model's file is on its way into the store"),
    difference: Difference.optional().describe("to the price it replaces, and why"),
    findings: z.array(Finding),
    facts: QuotedFacts.optional(),
    overridden: z
      .object({ before: z.int(), reason: z.string(), askedBy: z.string(), approvedBy: z.string().optional() })
      .optional(),
    proposal: Proposal.optional(),
    orderId: OrderId.optional(),
    next: z.array(z.string()),
  })
  .meta({ id: "Quote" });
export type QuoteView = z.infer<typeof QuoteView>;

const Codes = z.array(z.string().min(1).max(64)).min(1).max(200);
/** Every combination of these is priced; what is left out is as in the quote, materials all there are. */
export const WhatIfBody = z
  .strictObject({
    materials: Codes.optional(),
    finishings: Codes.optional(),
    leadTimes: Codes.optional(),
    quantities: z.array(Choice.shape.quantity).min(1).max(200).optional(),
    country: Country.optional(),
  })
  .meta({ id: "WhatIf" });

/** The prices, in the order of what was asked, quantities varying fastest; where there is none, the findings say why. */
export const WhatIfAnswer = z
  .object({
    currency: z.string(),
    bookVersion: z.int(),
    metalFix: z.int().optional(),
    country: Country,
    items: z.array(
      z.object({
        choice: Choice,
        net: z.int().optional(),
        tax: z.int().optional(),
        total: z.int().optional(),
        leadTimeDays: z.int().optional(),
        weightsGrams: Weights.optional(),
        findings: z.array(Finding).optional(),
      }),
    ),
  })
  .meta({ id: "WhatIfPrices" });
