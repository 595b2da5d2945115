import { type Context, context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { formatTraceparent, parseTraceparent } from "#contracts/shared/trace.ts";
import type { FinishedExchange } from "./exchange.ts";

/** Starts the span of a request under the `traceparent` it came with; `active` is the context to answer it in. */
export function startServerSpan(request: Request, method: string): { span: Span; active: Context } {
  const remote = parseTraceparent(request.headers.get("traceparent"));
  const here = context.active();
  const parent = remote ? trace.setSpanContext(here, { ...remote, isRemote: true }) : here;
  const span = trace.getTracer("bezel").startSpan(method, { kind: SpanKind.SERVER }, parent);
  return { span, active: trace.setSpan(parent, span) };
}

/** Tells the client which trace its request was, so that it can be named in a complaint. */
export function nameTrace(response: Response, span: Span): void {
  const here = span.spanContext();
  if (!trace.isSpanContextValid(here)) return;
  response.headers.set("traceparent", formatTraceparent(here));
  response.headers.set("x-trace-id", here.traceId);
}

/** Names and attributes are OpenTelemetry's semantic conventions for HTTP; the path itself stays out, people type into it. */
export function endServerSpan({ span, method, route, status, orderId, errorType }: FinishedExchange): void {
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
