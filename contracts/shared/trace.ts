/** Where a trace was when it left a process; has the fields of OpenTelemetry's SpanContext. */
export interface TraceContext {
  /** 32 lower-case hex digits, not all zero. */
  readonly traceId: string;
  /** 16 lower-case hex digits, not all zero. */
  readonly spanId: string;
  /** One byte; bit 0 says that the sender records this trace. */
  readonly traceFlags: number;
}

/** `version-traceid-spanid-flags`; a version above 00 may have more fields behind (https://www.w3.org/TR/trace-context/#traceparent-header). */
const traceparentPattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Only the "sampled" bit is known; others are ours to clear. */
const sampled = 0x01;

/** The context a traceparent names, or undefined when it is not a valid one: then a trace starts anew. */
export function parseTraceparent(text: string | null | undefined): TraceContext | undefined {
  const [, version, traceId, spanId, flags, more] = traceparentPattern.exec(text ?? "") ?? [];
  if (!traceId || !spanId || !flags || (version === "00" && more !== undefined)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & sampled };
}

/** The version-00 traceparent of a context. */
export function formatTraceparent({ traceId, spanId, traceFlags }: TraceContext): string {
  return `00-${traceId}-${spanId}-${traceFlags & sampled ? "01" : "00"}`;
}
