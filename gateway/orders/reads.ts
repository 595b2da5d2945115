import { Elysia } from "elysia";
import { z } from "zod";
import { ModelAnswer, OrderView, OwnOrderView } from "#contracts/api/orders.ts";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { decodeCursor } from "#contracts/log/position.ts";
import { ownView, toldToOwner } from "#contracts/order/disclosure.ts";
import { OrderId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import type { GatewayDeps } from "../deps.ts";
import { eventsOfAggregate, resumeAt } from "../feeds/aggregate-events.ts";
import { feedStream } from "../feeds/feed-stream.ts";
import { only, stillSignedIn } from "../plugins/auth.ts";
import { ProblemError } from "../problem.ts";
import { etagOf } from "./conditions.ts";
import { type Side, verbNames } from "./verbs.ts";
import { orderView } from "./views.ts";

const params = z.object({ orderId: OrderId });
const after = z.strictObject({ after: z.string().max(4_000).optional() });

/** One order, its events, and the side's feed: the same for every side but for whose orders they are. */
export function readRoutes(deps: GatewayDeps, side: Side) {
  const names = verbNames(side);
  const tags = [side.tag];
  const told = ({ id }: Principal) => (side.own ? (event: CloudEvent) => toldToOwner(event, id) : undefined);
  return new Elysia()
    .use(only(deps.authenticate, ...side.access))
    .get(
      "/orders/:orderId",
      async ({ params: { orderId }, principal, set }) => {
        const { version, order } = await deps.orders.read(orderId, principal);
        set.headers["etag"] = etagOf(version);
        set.headers["cache-control"] = "private, no-cache";
        const view = orderView(orderId, version, order, names);
        return side.own ? ownView(view) : view;
      },
      {
        params,
        response: { 200: side.own ? OwnOrderView : OrderView },
        detail: { summary: "One order, as of now", tags },
      },
    )
    .get(
      "/orders/:orderId/model",
      async ({ params: { orderId }, principal }) => {
        const { order } = await deps.orders.read(orderId, principal);
        if (!order.model) throw new ProblemError("model/not-found");
        return deps.models.known(order.model);
      },
      {
        params,
        response: { 200: ModelAnswer },
        detail: { summary: "The order's model, with what a closer look has found by now", tags },
      },
    )
    .get(
      "/orders/:orderId/events",
      async ({ params: { orderId }, query, principal, headers, request, server }) => {
        await deps.orders.read(orderId, principal);
        return eventsOfAggregate(deps, orderId, { query, headers, request, server }, told(principal));
      },
      {
        params,
        query: after,
        detail: { summary: "An order's events: JSON, or server-sent events that resume by version", tags },
      },
    )
    .get(
      "/feed",
      ({ query, principal, headers, request, server }) => {
        const resume = resumeAt(headers, query);
        const cursor = resume === undefined ? undefined : decodeCursor(resume);
        if (resume !== undefined && !cursor) throw new ProblemError("feed/cursor-invalid");
        server?.timeout(request, 0);
        const topic = side.own ? principal.id : "all";
        const frames = (signal: AbortSignal) => feedStream(deps.hub, topic, cursor, signal, told(principal));
        return deps.stream(request, frames, stillSignedIn(deps.authenticate, request));
      },
      { query: after, detail: { summary: "Everything that happens to this side's orders, as it happens", tags } },
    );
}
