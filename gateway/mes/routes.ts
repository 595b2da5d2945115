import { Elysia } from "elysia";
import { z } from "zod";
import { ListQuery, NothingBody, OrderPage, ReasonBody, ShipBody } from "#contracts/api/orders.ts";
import type { OrderStatus } from "#contracts/order/status.ts";
import { OperatorId } from "#contracts/shared/ids.ts";
import { listQueue } from "#db/mes/queries.ts";
import type { GatewayDeps } from "../deps.ts";
import { listPage, positionHeader } from "../orders/lists.ts";
import { readRoutes } from "../orders/reads.ts";
import { plain, type Side, verb, verbRoutes } from "../orders/verbs.ts";
import { idAs, only } from "../plugins/auth.ts";

const byOperator = (action: "StartManufacturing" | "CompleteManufacturing", summary: string) =>
  verb({
    action,
    summary,
    body: NothingBody,
    onWhatWasSeen: action === "StartManufacturing",
    command: (_, principal) => ({ type: action, operator: idAs(OperatorId, principal) }),
  });

const mes: Side = {
  prefix: "/mes/v1",
  tag: "MES",
  access: ["operator"],
  own: false,
  keyRequired: false,
  verbs: {
    start: byOperator("StartManufacturing", "Take an approved order and start making it"),
    complete: byOperator("CompleteManufacturing", "Finish making it"),
    pack: plain("StartPackaging", "plain", "Start packing"),
    ship: verb({
      action: "ShipOrder",
      summary: "Hand it to the carrier",
      body: ShipBody,
      onWhatWasSeen: false,
      command: (shipment) => ({ type: "ShipOrder", ...shipment }),
    }),
    hold: verb({
      action: "HoldOrder",
      summary: "Put on hold",
      body: ReasonBody,
      onWhatWasSeen: false,
      command: ({ reason }) => ({ type: "HoldOrder", reason }),
    }),
    resume: plain("ResumeOrder", "plain", "Resume"),
  },
};

/** What operators see unless they ask for one status: all that is approved and not yet shipped. */
const open: readonly OrderStatus[] = [
  "MANUFACTURING_APPROVED",
  "MANUFACTURING_STARTED",
  "MANUFACTURING_COMPLETED",
  "PACKAGING",
];
const QueueQuery = ListQuery.extend({ mine: z.stringbool().default(false) });

/** Operators: the queue and the stages of production. */
export const mesRoutes = (deps: GatewayDeps) =>
  new Elysia({ prefix: mes.prefix })
    .use(readRoutes(deps, mes))
    .use(verbRoutes(deps, mes))
    .use(only(deps.authenticate, ...mes.access))
    .get(
      "/queue",
      ({ query: { status, mine, cursor, limit }, headers, principal }) => {
        const operator = mine ? principal.id : undefined;
        const statuses = status ? [status] : open;
        return listPage(deps.pools.mes, headers[positionHeader], () =>
          listQueue(deps.pools.mes, { statuses, operator, after: cursor, limit }),
        );
      },
      {
        query: QueueQuery,
        response: { 200: OrderPage },
        detail: { summary: "The queue, longest waiting first", tags: [mes.tag] },
      },
    );
