import { Elysia } from "elysia";
import { z } from "zod";
import { ListQuery, OrderPage } from "#contracts/api/orders.ts";
import type { OrderStatus } from "#contracts/order/status.ts";
import { listQueue } from "#db/mes/queries.ts";
import { searchQueue } from "#db/mes/search.ts";
import type { GatewayDeps } from "../deps.ts";
import { listPage, positionHeader } from "../orders/lists.ts";
import { only } from "../plugins/auth.ts";
import { compact } from "../plugins/compact.ts";
import { mes } from "./side.ts";

/** What operators see unless they ask for one status: all that is approved and not yet shipped. */
const open: readonly OrderStatus[] = [
  "MANUFACTURING_APPROVED",
  "MANUFACTURING_STARTED",
  "MANUFACTURING_COMPLETED",
  "PACKAGING",
];

const Code = z.string().trim().min(1).max(64).optional();
const QueueQuery = ListQuery.extend({
  mine: z.stringbool().default(false),
  material: Code,
  skill: Code,
  promise: z.enum(["at-risk", "escalated", "missed"]).optional(),
  promisedBefore: z.iso.datetime().optional(),
  q: z.string().trim().min(2).max(100).optional(),
}).refine(({ q, cursor: _, limit: __, ...filters }) => !q || !Object.values(filters).some(Boolean), {
  path: ["q"],
  message: "is not combined with other filters",
});
type QueueQuery = z.infer<typeof QueueQuery>;

/** The page a query asks for, from the database. */
function find({ pools }: GatewayDeps, query: QueueQuery, principalId: string) {
  const { status, mine, promise, q, cursor, ...filters } = query;
  if (q !== undefined) return searchQueue(pools.mes, { text: q, after: cursor, limit: filters.limit });
  const operator = mine ? principalId : undefined;
  const statuses = status ? [status] : open;
  return listQueue(pools.mes, { ...filters, statuses, operator, risk: promise, after: cursor });
}

/** The queue: a page costs the same at a thousand orders and at a million, and nothing when nothing has changed. */
export const queueRoutes = (deps: GatewayDeps) =>
  new Elysia().use(only(deps.authenticate, ...mes.access)).get(
    "/queue",
    async ({ query, headers, principal, set }) => {
      const begun = performance.now();
      let foundMs = 0;
      const page = await listPage(deps.pools.mes, headers[positionHeader], async () => {
        const asked = performance.now();
        const found = await find(deps, query, principal.id);
        foundMs = performance.now() - asked;
        return found;
      });
      const answer = compact(OrderPage.parse(page), { headers, set });
      // The whole of the work: compressing is part of it.
      const allMs = performance.now() - begun;
      answer.headers.set("server-timing", `db;dur=${foundMs.toFixed(2)}, total;dur=${allMs.toFixed(2)}`);
      return answer as unknown as z.infer<typeof OrderPage>;
    },
    {
      query: QueueQuery,
      response: { 200: OrderPage },
      detail: {
        summary:
          "The queue, longest waiting first, or the next promise with promisedBefore; q searches numbers and references",
        tags: [mes.tag],
      },
    },
  );
