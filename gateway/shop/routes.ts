import { Elysia } from "elysia";
import { ListQuery, OwnOrderPage, ReasonBody, StartOrderBody, SubmitBody, WriteAnswer } from "#contracts/api/orders.ts";
import { RequestQuoteBody } from "#contracts/api/quotes.ts";
import { CustomerId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import { listOrders } from "#db/shop/queries.ts";
import { catalogueRoutes } from "../catalogue.ts";
import type { GatewayDeps } from "../deps.ts";
import { idempotencyKey } from "../orders/conditions.ts";
import { ownListPage, positionHeader } from "../orders/lists.ts";
import { readRoutes } from "../orders/reads.ts";
import { modelUploadRoutes, orderUploadRoutes } from "../orders/uploads.ts";
import { answerCreated, plain, type Side, verb, verbRoutes } from "../orders/verbs.ts";
import { idAs, only } from "../plugins/auth.ts";
import { quoteRoutes } from "../quotes/routes.ts";

const shop: Side = {
  prefix: "/shop/v1",
  tag: "Shop",
  access: ["customer"],
  own: true,
  keyRequired: false,
  upload: "model",
  verbs: {
    submit: verb({
      action: "SubmitOrder",
      summary: "Order it: choose material, finishing and quantity",
      body: SubmitBody,
      onWhatWasSeen: false,
      command: (choice) => ({ type: "SubmitOrder", choice }),
    }),
    "accept-price": plain("AcceptPrice", "seen", "Accept the price"),
    cancel: verb({
      action: "CancelOrder",
      summary: "Cancel before production",
      body: ReasonBody,
      onWhatWasSeen: false,
      command: ({ reason }) => ({ type: "CancelOrder", reason }),
    }),
  },
};

const quoting = { side: shop, channel: "shop", verbs: ["accept", "requote"] } as const;
const customer = (principal: Principal) => idAs(CustomerId, principal);

/** Private customers and their orders. */
export const shopRoutes = (deps: GatewayDeps) =>
  new Elysia({ prefix: shop.prefix })
    .use(catalogueRoutes(deps))
    .use(readRoutes(deps, shop))
    .use(verbRoutes(deps, shop))
    .use(orderUploadRoutes(deps, shop))
    .use(modelUploadRoutes(deps, shop, { fields: {}, of: customer }))
    .use(quoteRoutes(deps, quoting, { body: RequestQuoteBody, of: customer }))
    .use(only(deps.authenticate, ...shop.access))
    .post(
      "/orders",
      async ({ body, headers, principal, request, set }) => {
        const owner = idAs(CustomerId, principal);
        const command = { type: "StartOrder", owner, channel: "shop", ...body } as const;
        const accepted = await deps.orders.create(owner, command, { principal, key: idempotencyKey(headers) });
        return answerCreated(deps, shop, { request, set }, accepted);
      },
      {
        body: StartOrderBody,
        response: { 201: WriteAnswer },
        detail: { summary: "Start an order", tags: [shop.tag] },
      },
    )
    .get(
      "/orders",
      ({ query: { status, cursor, limit }, headers, principal }) =>
        ownListPage(deps.pools.shop, headers[positionHeader], () =>
          listOrders(deps.pools.shop, { owner: principal.id, status, after: cursor, limit }),
        ),
      {
        query: ListQuery,
        response: { 200: OwnOrderPage },
        detail: { summary: "Your orders, newest first", tags: [shop.tag] },
      },
    );
