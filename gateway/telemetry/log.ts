import { trace } from "@opentelemetry/api";
import pino, { type DestinationStream, type Level, type Logger } from "pino";
import { censor, redactFields, secretNames } from "./redact.ts";

/**
 * The node's log: one JSON object a line. Conventions: an order is always `orderId`, another aggregate `aggregate`,
 * an error `err`; durations end in `Ms`. Inside a span `trace_id` and `span_id` are there by themselves. Ids and
 * codes only: names, addresses and what people typed do not belong here.
 */
export type Log = Logger;

export interface LogOptions {
  readonly level: Level | "silent";
  readonly release: string;
  readonly nodeId: string;
}

/** Where a trace is, as two log fields; nothing outside of one. */
export function traceFields(span = trace.getActiveSpan()): { trace_id?: string; span_id?: string } {
  const here = span?.spanContext();
  return here && trace.isSpanContextValid(here) ? { trace_id: here.traceId, span_id: here.spanId } : {};
}

/** Writes to standard output, unless a test wants to read along. */
export function createLog({ level, release, nodeId }: LogOptions, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { node: nodeId, release },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => traceFields(),
    // Pino's own redaction costs 40 µs a line when it must look deeper than one level, ours one. It stays for what
    // formatters do not see: the bindings of child loggers.
    redact: { paths: secretNames, censor },
    formatters: { level: (label: string) => ({ level: label }), log: redactFields },
  };
  return destination ? pino(options, destination) : pino(options);
}
