import { Elysia } from "elysia";
import { DeliveryBody, WriteAnswer } from "#contracts/api/orders.ts";
import type { GatewayDeps } from "../deps.ts";
import { idempotencyKey } from "../orders/conditions.ts";
import { answerWrite, type Side } from "../orders/verbs.ts";
import { only } from "../plugins/auth.ts";
import { noteOrder } from "../telemetry/exchange.ts";

const carrier: Side = {
  prefix: "/carrier/v1",
  tag: "Carrier",
  access: ["carrier"],
  own: false,
  keyRequired: true,
  verbs: {},
};

/** The carrier's inbound endpoint: a delivery closes the order, for whoever knows its tracking number. */
export const carrierRoutes = (deps: GatewayDeps) =>
  new Elysia({ prefix: carrier.prefix }).use(only(deps.authenticate, ...carrier.access)).post(
    "/deliveries",
    async ({ body: { orderId, trackingNumber }, headers, principal, request, set }) => {
      noteOrder(request, orderId);
      const command = { type: "CloseOrder", trackingNumber } as const;
      const accepted = await deps.orders.act(orderId, command, { principal, key: idempotencyKey(headers, true) });
      return answerWrite(deps, carrier, set, orderId, accepted);
    },
    {
      body: DeliveryBody,
      response: { 200: WriteAnswer },
      detail: { summary: "Report a delivery", tags: [carrier.tag] },
    },
  );
