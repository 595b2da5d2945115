import { type Context, context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { Elysia } from "elysia";
import { OrderId } from "#contracts/shared/ids.ts";
import { formatTraceparent, parseTraceparent } from "#contracts/shared/trace.ts";
import { type Exchange, exchangeOf, openExchange } from "./exchange.ts";
import { type Log, traceFields } from "./log.ts";
import type { RecordRequest } from "./metrics.ts";

export interface HttpTelemetry {
  readonly record: RecordRequest;
  readonly log: Log;
}

type Handle = (request: Request) => Response | Promise<Response>;

/** Methods get a series each, so only those that exist; the name for the rest is OpenTelemetry's. */
const knownMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const unmatched = "unmatched";
/** Asked every few seconds by machines: their lines are for debugging only. */
const quietRoutes = new Set(["/healthz", "/readyz", "/metrics"]);

/**
 * A span, a measurement and a log line for every request. Use it on the app before anything else: hooks reach only
 * the routes that are added after them.
 *
 * The span is active in every hook and handler, continues an incoming `traceparent`, and is named in the answer's
 * `traceparent` and `x-trace-id`. All three end when the answer's head is ready: a stream counts with its time to the
 * first frame, however long it stays open, so that feeds do not distort the durations.
 */
export function httpTelemetry({ record, log }: HttpTelemetry) {
  const finish = (exchange: Exchange, status: number) => {
    const seconds = (performance.now() - exchange.startedMs) / 1_000;
    const { method, route = unmatched } = exchange;
    endSpan(exchange, route, status);
    record(seconds, { method, route, status });
    writeLine(log, exchange, route, status, seconds);
  };
  // Elysia knows the functions it wraps with only as functions.
  const wrap = ((next: Handle, request: Request) => () => answer(next, request, finish)) as unknown as Parameters<Elysia["wrap"]>[0];
  return new Elysia({ name: "telemetry" })
    .wrap(wrap)
    .onTransform({ as: "global" }, function noteRoute({ request, route, params }) {
      const exchange = exchangeOf(request);
      if (exchange) describe(exchange, route, params);
    })
    .onError({ as: "global" }, function noteError({ request, route, params, error }) {
      const exchange = exchangeOf(request);
      if (exchange) {
        describe(exchange, route, params);
        exchange.errorType = error instanceof Error ? error.name : typeof error;
      }
    });
}

/** Runs `next` inside the request's span and tells `finish` how it ended. */
function answer(next: Handle, request: Request, finish: (exchange: Exchange, status: number) => void) {
  const method = knownMethods.has(request.method) ? request.method : "_OTHER";
  const parent = incomingContext(request);
  const span = trace.getTracer("bezel").startSpan(method, { kind: SpanKind.SERVER }, parent);
  const exchange: Exchange = { method, span, startedMs: performance.now() };
  openExchange(request, exchange);
  const succeed = (response: Response) => {
    nameTrace(response, exchange);
    finish(exchange, response.status);
    return response;
  };
  const fail = (error: unknown) => {
    exchange.errorType = error instanceof Error ? error.name : typeof error;
    finish(exchange, 500);
    throw error;
  };
  const answered = context.with(trace.setSpan(parent, span), next, undefined, request);
  return answered instanceof Promise ? answered.then(succeed, fail) : succeed(answered);
}

function incomingContext(request: Request): Context {
  const remote = parseTraceparent(request.headers.get("traceparent"));
  const here = context.active();
  return remote ? trace.setSpanContext(here, { ...remote, isRemote: true }) : here;
}

function nameTrace(response: Response, { span }: Exchange): void {
  const here = span.spanContext();
  if (!trace.isSpanContextValid(here)) return;
  response.headers.set("traceparent", formatTraceparent(here));
  response.headers.set("x-trace-id", here.traceId);
}

/** What is typed into a path is logged only when it has the form of an order's id. */
function describe(exchange: Exchange, route: string | undefined, params: Readonly<Record<string, unknown>> | undefined) {
  if (route !== undefined) exchange.route = route;
  const orderId = OrderId.safeParse(params?.["orderId"]);
  if (orderId.success) exchange.orderId ??= orderId.data;
}

function endSpan({ span, method, orderId, errorType }: Exchange, route: string, status: number): void {
  if (span.isRecording()) {
    span.updateName(`${method} ${route}`);
    span.setAttributes({ "http.request.method": method, "http.route": route, "http.response.status_code": status });
    if (orderId !== undefined) span.setAttribute("bezel.order.id", orderId);
    if (status >= 500) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      // The type only: a message may repeat what a client sent.
      if (errorType !== undefined) span.setAttribute("error.type", errorType);
    }
  }
  span.end();
}

function writeLine(log: Log, exchange: Exchange, route: string, status: number, seconds: number): void {
  const { method, orderId, errorType, span } = exchange;
  const line = {
    method,
    route,
    status,
    durationMs: Math.round(seconds * 1e5) / 100,
    ...(orderId === undefined ? {} : { orderId }),
    ...(errorType === undefined ? {} : { errorType }),
    ...traceFields(span),
  };
  if (status >= 500) log.error(line, "request");
  else if (quietRoutes.has(route)) log.debug(line, "request");
  else log.info(line, "request");
}
