import { context } from "@opentelemetry/api";
import { Elysia } from "elysia";
import { OrderId } from "#contracts/shared/ids.ts";
import { closeExchange, type Exchange, exchangeOf, type FinishedExchange, openExchange } from "./exchange.ts";
import type { Log } from "./log.ts";
import type { RecordRequest } from "./metrics.ts";
import { writeRequestLine } from "./request-log.ts";
import { endServerSpan, nameTrace, startServerSpan } from "./server-span.ts";

type Handle = (request: Request) => Response | Promise<Response>;
type Finish = (exchange: FinishedExchange) => void;
type Wrap = Parameters<Elysia["wrap"]>[0];

/** Each method makes a series, so only those that exist; the name for the rest is OpenTelemetry's. */
const knownMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * A span, a measurement and a log line for every request. Use it on the app before anything else: its hooks reach
 * only the routes that are added after them.
 *
 * The span is active in every hook and handler, continues an incoming `traceparent`, and is named in the answer's
 * `traceparent` and `x-trace-id`. All three end when the answer's head is ready: a stream counts with its time to the
 * first frame, however long it stays open, so that feeds do not distort the durations.
 */
export function httpTelemetry({ record, log }: { readonly record: RecordRequest; readonly log: Log }) {
  const finish: Finish = (exchange) => {
    endServerSpan(exchange);
    record(exchange.seconds, exchange);
    writeRequestLine(log, exchange);
  };
  // Elysia's type for what it wraps says no more than "a function".
  const wrap = ((next: Handle, request: Request) => () => answer(next, request, finish)) as unknown as Wrap;
  return new Elysia({ name: "telemetry" })
    .wrap(wrap)
    .onTransform({ as: "global" }, function noteRoute({ request, route, params }) {
      describe(exchangeOf(request), route, params);
    })
    .onError({ as: "global" }, function noteError({ request, route, params, error, code }) {
      // Parsing fails before there is a transformation, so the route is noted here too.
      const exchange = exchangeOf(request);
      describe(exchange, route, params);
      if (exchange) exchange.errorType = code === "UNKNOWN" ? typeOf(error) : String(code);
    });
}

/** Runs `next` inside the request's span and tells `finish` how it ended. */
function answer(next: Handle, request: Request, finish: Finish): Response | Promise<Response> {
  const method = knownMethods.has(request.method) ? request.method : "_OTHER";
  const { span, active } = startServerSpan(request, method);
  const exchange: Exchange = { method, span, startedMs: performance.now() };
  openExchange(request, exchange);
  const end = (status: number) => {
    const seconds = (performance.now() - exchange.startedMs) / 1_000;
    finish({ ...exchange, route: exchange.route ?? "unmatched", status, seconds });
    closeExchange(request);
  };
  const succeed = (response: Response) => {
    nameTrace(response, span);
    nameDuration(response, exchange.startedMs);
    end(response.status);
    return response;
  };
  const fail = (error: unknown) => {
    exchange.errorType = typeOf(error);
    end(500);
    throw error;
  };
  const answered = context.with(active, next, undefined, request);
  return answered instanceof Promise ? answered.then(succeed, fail) : succeed(answered);
}

/** Tells clients how much of their waiting was ours, unless the route has told it in parts. */
function nameDuration({ headers }: Response, startedMs: number): void {
  if (!headers.has("server-timing"))
    headers.set("server-timing", `total;dur=${(performance.now() - startedMs).toFixed(1)}`);
}

/** What stands in a path is noted only when it has the form of an order's id: people type into paths. */
function describe(exchange: Exchange | undefined, route: string | undefined, params: object | undefined): void {
  if (!exchange) return;
  if (route !== undefined) exchange.route = route;
  if (!params || !("orderId" in params)) return;
  const orderId = OrderId.safeParse(params.orderId);
  if (orderId.success) exchange.orderId = orderId.data;
}

const typeOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
