import {
  type Context,
  context,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import { RandomIdGenerator } from "@opentelemetry/sdk-trace";

const ids = new RandomIdGenerator();

/** A span that only names a place: the one it is below in this process, or a new one in its caller's trace. */
function placeIn(within = context.active()): Span {
  const parent = trace.getSpanContext(within);
  const isHere = parent && trace.isSpanContextValid(parent) && !parent.isRemote;
  if (isHere) return trace.wrapSpanContext(parent);
  const { traceId = ids.generateTraceId(), traceFlags = 0 } = parent ?? {};
  return trace.wrapSpanContext({ traceId, spanId: ids.generateSpanId(), traceFlags });
}

const tracer: Tracer = {
  startSpan: (_name: string, _options?: SpanOptions, within?) => placeIn(within),
  startActiveSpan: (_name: string, ...rest: unknown[]) => {
    const work = rest.at(-1) as (span: Span) => never;
    const within = rest.length === 3 ? (rest[1] as Context) : context.active();
    const span = placeIn(within);
    return context.with(trace.setSpan(within, span), work, undefined, span);
  },
};

/**
 * Tracing where nobody collects: requests, logs and commits have their ids, and whether a trace is recorded elsewhere is
 * passed on, but no spans are made.
 */
export const idsOnly: TracerProvider = { getTracer: () => tracer };
