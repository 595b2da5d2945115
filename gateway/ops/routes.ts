import { Elysia } from "elysia";
import { z } from "zod";
import type { EventLog, LetterDesk, NodeInfo } from "#actors/client.ts";
import { OrderId } from "#contracts/shared/ids.ts";
import { type Authenticate, only } from "../plugins/auth.ts";
import { ProblemError } from "../problem.ts";
import { metricsContentType } from "../telemetry/scrape.ts";
import { deadLetterRoutes } from "./dead-letters.ts";
import type { Health } from "./health.ts";
import { nodeRoutes } from "./nodes.ts";

export interface OpsDeps {
  readonly health: Health;
  readonly metricsText: () => Promise<string>;
  readonly authenticate: Authenticate;
  readonly log: EventLog;
  readonly letters: LetterDesk;
  readonly nodes: () => readonly NodeInfo[];
}

/** For those who run Bezel: is it alive, can it work, what does it count, what does the log hold. */
export const opsRoutes = ({ health, metricsText, authenticate, log, letters, nodes }: OpsDeps) =>
  new Elysia()
    .get("/healthz", () => ({ status: "alive" }), { detail: { summary: "The process answers", tags: ["Operations"] } })
    .get(
      "/readyz",
      async () => {
        const report = await health();
        if (report.ready) return report;
        const failed = Object.entries(report.checks).filter(([, result]) => result !== "ok");
        const errors = failed.map(([check, message]) => ({ pointer: `#/checks/${check}`, message }));
        throw new ProblemError("service/not-ready", { errors });
      },
      {
        detail: { summary: "It can work: a write to the log's server was acknowledged just now", tags: ["Operations"] },
      },
    )
    .get(
      "/metrics",
      async () => new Response(await metricsText(), { headers: { "content-type": metricsContentType } }),
      {
        detail: { summary: "Prometheus metrics", tags: ["Operations"] },
      },
    )
    .use(nodeRoutes(authenticate, nodes))
    .use(deadLetterRoutes(authenticate, letters))
    .group("/ops/v1", (app) =>
      app.use(only(authenticate)).get(
        "/orders/:orderId/log",
        async ({ params: { orderId } }) => {
          const commits = await log.load(orderId);
          if (commits.length === 0) throw new ProblemError("order/not-found");
          return { items: commits };
        },
        {
          params: z.object({ orderId: OrderId }),
          detail: { summary: "An order's commits as the log holds them: the audit trail", tags: ["Operations"] },
        },
      ),
    );
