import { type Attributes, context, type Link, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { formatTraceparent, parseTraceparent } from "#contracts/shared/trace.ts";

export { SpanKind };

/** Asked for on every use: the provider behind it is registered at start and replaced between tests. */
const tracer = () => trace.getTracer("bezel");

/** The traceparent of the span at work, to be carried in headers and commits; undefined outside of any trace. */
export function currentTraceparent(): string | undefined {
  const here = trace.getActiveSpan()?.spanContext();
  return here && trace.isSpanContextValid(here) ? formatTraceparent(here) : undefined;
}

export interface SpanSource {
  /** Traceparent of the span this one is caused by, from a header or a commit. Absent or malformed: the active span. */
  readonly parent?: string | undefined;
  /** Traceparents of further causes, as when one batch serves many requests. Absent and malformed ones are left out. */
  readonly links?: readonly (string | undefined)[];
  /** Internal when not said; producer and consumer for messages, client and server for calls. */
  readonly kind?: SpanKind;
}

/**
 * Runs `work` inside a span that ends with it. What `work` throws is recorded on the span and thrown on.
 * Attributes are ids, names and counts, never personal data. Below a span
 * that is not recorded nothing is made: its ids stand for all that happens there.
 */
export async function withSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => T | Promise<T>,
  { parent, links = [], kind = SpanKind.INTERNAL }: SpanSource = {},
): Promise<T> {
  const above = trace.getActiveSpan();
  if (above && parent === undefined && !above.isRecording()) return work(above);
  const options = { kind, attributes, links: linksTo(links) };
  return await tracer().startActiveSpan(name, options, contextUnder(parent), async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error instanceof Error ? error : String(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

function contextUnder(parent: string | undefined) {
  const remote = parseTraceparent(parent);
  const here = context.active();
  return remote ? trace.setSpanContext(here, { ...remote, isRemote: true }) : here;
}

function linksTo(traceparents: readonly (string | undefined)[]): Link[] {
  return traceparents
    .map(parseTraceparent)
    .filter((remote) => remote !== undefined)
    .map((remote) => ({ context: { ...remote, isRemote: true } }));
}
