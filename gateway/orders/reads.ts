import { Elysia } from "elysia";
import { z } from "zod";
import { OrderView } from "#contracts/api/orders.ts";
import { parseEventKey } from "#contracts/feed/cloud-event.ts";
import { decodeCursor } from "#contracts/log/position.ts";
import { OrderId } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../deps.ts";
import { feedStream } from "../feeds/feed-stream.ts";
import { indexedEvents } from "../feeds/frame.ts";
import { nothingSeen, orderStream } from "../feeds/order-stream.ts";
import { isStillSignedIn, only } from "../plugins/auth.ts";
import { ProblemError } from "../problem.ts";
import { etagOf } from "./conditions.ts";
import { type Side, verbNames } from "./verbs.ts";
import { orderView } from "./views.ts";

const params = z.object({ orderId: OrderId });
const after = z.strictObject({ after: z.string().max(4_000).optional() });

const wantsStream = (headers: Record<string, string | undefined>): boolean =>
  (headers["accept"] ?? "").includes("text/event-stream");

/** Where a client says it stands: what its EventSource remembers, else what the address says. */
const resumeAt = (headers: Record<string, string | undefined>, query: { after?: string | undefined }) =>
  headers["last-event-id"] || query.after || undefined;

/** One order, its events, and the side's feed: the same for every side but for whose orders they are. */
export function readRoutes(deps: GatewayDeps, side: Side) {
  const names = verbNames(side);
  const tags = [side.tag];
  return new Elysia()
    .use(only(deps.authenticate, ...side.access))
    .get(
      "/orders/:orderId",
      async ({ params: { orderId }, principal, set }) => {
        const { version, order } = await deps.orders.read(orderId, principal);
        set.headers["etag"] = etagOf(version);
        set.headers["cache-control"] = "private, no-cache";
        return orderView(orderId, version, order, names);
      },
      { params, response: { 200: OrderView }, detail: { summary: "One order, as of now", tags } },
    )
    .get(
      "/orders/:orderId/events",
      async ({ params: { orderId }, query, principal, headers, request, server }) => {
        await deps.orders.read(orderId, principal);
        const resume = resumeAt(headers, query);
        const seen = resume === undefined ? nothingSeen : parseEventKey(resume);
        if (!seen) throw new ProblemError("feed/cursor-invalid");
        if (wantsStream(headers)) {
          server?.timeout(request, 0); // Quiet streams would be cut.
          const frames = (signal: AbortSignal) => orderStream(deps.hub, deps.log, orderId, seen, signal);
          return deps.stream(request, frames, () => isStillSignedIn(deps.authenticate, request));
        }
        const commits = await deps.log.load(orderId, { version: Math.max(0, seen.version - 1) });
        const events = commits.flatMap((stored) =>
          indexedEvents(stored, stored.commit.version === seen.version ? seen.index + 1 : 0),
        );
        return Response.json({ items: events.map(({ event }) => event) });
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
        const frames = (signal: AbortSignal) => feedStream(deps.hub, topic, cursor, signal);
        return deps.stream(request, frames, () => isStillSignedIn(deps.authenticate, request));
      },
      { query: after, detail: { summary: "Everything that happens to this side's orders, as it happens", tags } },
    );
}
