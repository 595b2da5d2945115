import { Elysia } from "elysia";
import { z } from "zod";
import { OrderId } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../deps.ts";
import { only } from "../plugins/auth.ts";
import { ProblemError } from "../problem.ts";
import { mes } from "./side.ts";

/** The model's file, for those who make it: as it was uploaded, whatever its format. */
export const modelFileRoutes = (deps: GatewayDeps) =>
  new Elysia().use(only(deps.authenticate, ...mes.access)).get(
    "/orders/:orderId/model",
    async ({ params: { orderId }, principal }) => {
      const { order } = await deps.orders.read(orderId, principal);
      if (!order.model) throw new ProblemError("model/not-found");
      const { bytes, body } = await deps.models.open(order.model.modelId, order.owner);
      const headers = {
        "content-type": "application/octet-stream",
        "content-length": String(bytes),
        "content-disposition": "attachment",
        "x-content-type-options": "nosniff",
        // What an order is made from does not change any more once it is in production.
        "cache-control": "private, max-age=3600",
      };
      return new Response(body as unknown as ReadableStream, { headers });
    },
    {
      params: z.object({ orderId: OrderId }),
      detail: { summary: "The model's file", tags: [mes.tag] },
    },
  );
