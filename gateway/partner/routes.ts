import { Elysia } from "elysia";
import { ListQuery, OwnOrderPage, PlaceOrderBody, ReasonBody, WriteAnswer } from "#contracts/api/orders.ts";
import { RequestQuoteBody } from "#contracts/api/quotes.ts";
import { AccountId } from "#contracts/shared/ids.ts";
import { listOrders } from "#db/crm/queries.ts";
import { catalogueRoutes } from "../catalogue.ts";
import type { GatewayDeps } from "../deps.ts";
import { idempotencyKey } from "../orders/conditions.ts";
import { placeOrder } from "../orders/entry.ts";
import { ownListPage, positionHeader } from "../orders/lists.ts";
import { readRoutes } from "../orders/reads.ts";
import { modelUploadRoutes } from "../orders/uploads.ts";
import { answerCreated, plain, type Side, verb, verbRoutes } from "../orders/verbs.ts";
import { idAs, only } from "../plugins/auth.ts";
import { quoteRoutes } from "../quotes/routes.ts";

const partner: Side = {
  prefix: "/partner/v1",
  tag: "Partner",
  access: ["partner"],
  own: true,
  keyRequired: true,
  verbs: {
    "accept-price": plain("AcceptPrice", "plain", "Accept the price"),
    cancel: verb({
      action: "CancelOrder",
      summary: "Cancel before production",
      body: ReasonBody,
      onWhatWasSeen: false,
      command: ({ reason }) => ({ type: "CancelOrder", reason }),
    }),
  },
};

const quoting = { side: partner, channel: "partner", verbs: ["accept", "requote"] } as const;

/** Companies' programs and their orders; needs NATS and the file store, no database but for lists. */
export const partnerRoutes = (deps: GatewayDeps) =>
  new Elysia({ prefix: partner.prefix })
    .use(catalogueRoutes(deps))
    .use(readRoutes(deps, partner))
    .use(verbRoutes(deps, partner))
    .use(modelUploadRoutes(deps, partner, { fields: {}, of: (principal) => idAs(AccountId, principal) }))
    .use(quoteRoutes(deps, quoting, { body: RequestQuoteBody, of: (principal) => idAs(AccountId, principal) }))
    .use(only(deps.authenticate, ...partner.access))
    .post(
      "/orders",
      async ({ body, headers, principal, request, set }) => {
        const owner = idAs(AccountId, principal);
        const intent = { principal, key: idempotencyKey(headers, true), parameters: body };
        const command = await placeOrder(deps, owner, "partner", body);
        const accepted = await deps.orders.create(owner, command, intent);
        return answerCreated(deps, partner, { request, set }, accepted);
      },
      {
        body: PlaceOrderBody,
        response: { 201: WriteAnswer },
        detail: { summary: "Place an order", tags: [partner.tag] },
      },
    )
    .get(
      "/orders",
      ({ query: { status, cursor, limit }, headers, principal }) =>
        ownListPage(deps.pools.crm, headers[positionHeader], () =>
          listOrders(deps.pools.crm, { owner: principal.id, status, after: cursor, limit }),
        ),
      {
        query: ListQuery,
        response: { 200: OwnOrderPage },
        detail: { summary: "Your orders, newest first", tags: [partner.tag] },
      },
    );
