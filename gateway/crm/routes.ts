import { Elysia } from "elysia";
import { z } from "zod";
import {
  ApprovalBody,
  EnterOrderBody,
  OrderPage,
  OverrideBody,
  ReasonBody,
  SearchQuery,
  WriteAnswer,
} from "#contracts/api/orders.ts";
import { EnterQuoteBody } from "#contracts/api/quotes.ts";
import { AccountId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import { listOrders } from "#db/crm/queries.ts";
import { searchOrders } from "#db/crm/search.ts";
import type { GatewayDeps } from "../deps.ts";
import { idempotencyKey } from "../orders/conditions.ts";
import { placeOrder } from "../orders/entry.ts";
import { listPage, positionHeader } from "../orders/lists.ts";
import { readRoutes } from "../orders/reads.ts";
import { modelUploadRoutes } from "../orders/uploads.ts";
import { answerCreated, plain, type Side, verb, verbRoutes } from "../orders/verbs.ts";
import { only } from "../plugins/auth.ts";
import { quoteRoutes } from "../quotes/routes.ts";

const reasoned = (type: "RejectOrder" | "HoldOrder" | "CancelOrder", seen: boolean, summary: string) =>
  verb({
    action: type,
    summary,
    body: ReasonBody,
    onWhatWasSeen: seen,
    command: ({ reason }: z.infer<typeof ReasonBody>) => ({ type, reason }),
  });

const crm: Side = {
  prefix: "/crm/v1",
  tag: "CRM",
  access: ["seller"],
  own: false,
  keyRequired: false,
  verbs: {
    approve: verb({
      action: "ApproveManufacturing",
      summary: "Approve for production, with another promise or urgency than usual if need be",
      body: ApprovalBody,
      onWhatWasSeen: true,
      command: (agreed) => ({ type: "ApproveManufacturing", ...agreed }),
    }),
    "accept-price": plain("AcceptPrice", "seen", "Accept the price for the customer"),
    "override-price": verb({
      action: "OverridePrice",
      summary: "Set another price, with a reason",
      body: OverrideBody,
      onWhatWasSeen: true,
      command: ({ net, reason }) => ({ type: "OverridePrice", net, reason }),
    }),
    reject: reasoned("RejectOrder", true, "Reject, with a reason"),
    cancel: reasoned("CancelOrder", true, "Cancel for the customer"),
    hold: reasoned("HoldOrder", false, "Put on hold"),
    resume: plain("ResumeOrder", "plain", "Resume"),
    close: plain("CloseOrder", "seen", "Close by hand"),
  },
};

/** A seller uploads for the company the request names. */
const forCompany = z.object({ accountId: AccountId });
const namedCompany = {
  fields: forCompany.shape,
  of: (_: Principal, given: unknown) => forCompany.parse(given).accountId,
};

const quoting = {
  side: crm,
  channel: "crm",
  verbs: ["accept", "requote", "override", "approve-override"],
} as const;

/** Sellers: all orders of all customers, and orders they enter for companies. */
export const crmRoutes = (deps: GatewayDeps) =>
  new Elysia({ prefix: crm.prefix })
    .use(readRoutes(deps, crm))
    .use(verbRoutes(deps, crm))
    .use(modelUploadRoutes(deps, crm, namedCompany))
    .use(quoteRoutes(deps, quoting, { body: EnterQuoteBody, of: namedCompany.of }))
    .use(only(deps.authenticate, ...crm.access))
    .post(
      "/orders",
      async ({ body: { accountId, ...body }, headers, principal, request, set }) => {
        const intent = { principal, key: idempotencyKey(headers), parameters: { accountId, ...body } };
        const command = await placeOrder(deps, accountId, "crm", body);
        const accepted = await deps.orders.create(accountId, command, intent);
        return answerCreated(deps, crm, { request, set }, accepted);
      },
      {
        body: EnterOrderBody,
        response: { 201: WriteAnswer },
        detail: { summary: "Enter an order for a company", tags: [crm.tag] },
      },
    )
    .get(
      "/orders",
      ({ query: { cursor, limit, q, ...filters }, headers }) =>
        listPage(deps.pools.crm, headers[positionHeader], () => {
          const list = { ...filters, after: cursor, limit };
          return q === undefined
            ? listOrders(deps.pools.crm, list)
            : searchOrders(deps.pools.crm, { ...list, text: q });
        }),
      {
        query: SearchQuery,
        response: { 200: OrderPage },
        detail: { summary: "All orders, newest first; q searches numbers and references", tags: [crm.tag] },
      },
    );
