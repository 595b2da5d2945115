import type { FinishedExchange } from "./exchange.ts";
import { type Log, traceFields } from "./log.ts";

/** Asked every few seconds by machines: their lines are for debugging only. */
const quietRoutes = new Set(["/healthz", "/readyz", "/metrics"]);

/** One line a request: the route's template instead of the path, no query, nothing of headers or body. */
export function writeRequestLine(log: Log, exchange: FinishedExchange): void {
  const { method, route, status, seconds, orderId, errorType, span } = exchange;
  const level = levelOf(exchange);
  if (!log.isLevelEnabled(level)) return;
  const line = {
    method,
    route,
    status,
    durationMs: Math.round(seconds * 1e5) / 100,
    ...(orderId === undefined ? {} : { orderId }),
    ...(errorType === undefined ? {} : { errorType }),
    ...traceFields(span),
  };
  log[level](line, "request");
}

const levelOf = ({ status, route }: FinishedExchange) =>
  status >= 500 ? "error" : quietRoutes.has(route) ? "debug" : "info";
