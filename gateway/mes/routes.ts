import { Elysia } from "elysia";
import type { GatewayDeps } from "../deps.ts";
import { readRoutes } from "../orders/reads.ts";
import { verbRoutes } from "../orders/verbs.ts";
import { modelFileRoutes } from "./model-file.ts";
import { queueRoutes } from "./queue.ts";
import { mes } from "./side.ts";
import { workshopFeedRoutes } from "./workshop/feed.ts";
import { ownLedgerRoutes } from "./workshop/ledger.ts";
import { workshopRoutes } from "./workshop/routes.ts";

/** Operators: the queue, the stages of production, and the workshop. */
export const mesRoutes = (deps: GatewayDeps) =>
  new Elysia({ prefix: mes.prefix })
    .use(readRoutes(deps, mes))
    .use(verbRoutes(deps, mes))
    .use(modelFileRoutes(deps))
    .use(queueRoutes(deps))
    .use(workshopRoutes(deps))
    .use(workshopFeedRoutes(deps))
    .use(ownLedgerRoutes(deps));
