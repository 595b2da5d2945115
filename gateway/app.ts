import { Elysia } from "elysia";
import { authRoutes } from "./auth/routes.ts";
import { carrierRoutes } from "./carrier/routes.ts";
import { crmRoutes } from "./crm/routes.ts";
import type { GatewayDeps } from "./deps.ts";
import { mesRoutes } from "./mes/routes.ts";
import { openapiRoutes } from "./openapi/routes.ts";
import { adminRoutes } from "./ops/admin.ts";
import { priceBookRoutes } from "./ops/price-book/routes.ts";
import { type OpsDeps, opsRoutes } from "./ops/routes.ts";
import { workshopAdminRoutes } from "./ops/workshop/routes.ts";
import { partnerRoutes } from "./partner/routes.ts";
import { bodyLimit } from "./plugins/body-limit.ts";
import { conditionalGet } from "./plugins/conditional-get.ts";
import { errors } from "./plugins/errors.ts";
import { shopRoutes } from "./shop/routes.ts";
import { httpTelemetry } from "./telemetry/http.ts";
import type { Log } from "./telemetry/log.ts";
import type { RecordRequest } from "./telemetry/metrics.ts";
import { webRoutes } from "./web/routes.ts";

export interface AppOptions {
  readonly log: Log;
  readonly record: RecordRequest;
  readonly modelBytesMax: number;
  readonly ops: OpsDeps;
  /** Absent on nodes without the gateway role: they serve operations only. */
  readonly gateway: GatewayDeps | undefined;
}

/** What every node serves: telemetry and errors first, because their hooks reach only what is added after them. */
const operations = ({ log, record, modelBytesMax, ops }: AppOptions) =>
  new Elysia()
    .use(httpTelemetry({ record, log }))
    .use(errors(log))
    .use(bodyLimit(modelBytesMax))
    .use(conditionalGet())
    .use(opsRoutes(ops));

/** The whole HTTP interface of a node; tests call its `handle`, the node gives it a port. */
export function createApp(options: AppOptions) {
  const app = operations(options);
  const { gateway } = options;
  if (!gateway) return app;
  const served = app
    .use(authRoutes(gateway))
    .use(adminRoutes(gateway))
    .use(priceBookRoutes(gateway))
    .use(shopRoutes(gateway))
    .use(partnerRoutes(gateway))
    .use(crmRoutes(gateway))
    .use(mesRoutes(gateway))
    .use(workshopAdminRoutes(gateway))
    .use(carrierRoutes(gateway))
    .use(webRoutes(gateway));
  return served.use(openapiRoutes(served));
}
