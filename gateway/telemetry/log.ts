import { trace } from "@opentelemetry/api";
import pino, { type DestinationStream, type Level, type LogFn, type Logger, type LoggerOptions } from "pino";
import { censor, redactCall, secretNames } from "./redact.ts";

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
  const options: LoggerOptions = {
    level,
    base: { node: nodeId, release },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => traceFields(),
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: (redacted: unknown) => redacted },
    hooks: {
      logMethod(call, write) {
        write.apply(this, redactCall(call) as Parameters<LogFn>);
      },
    },
    // The hook does not see the bindings of child loggers. Looking deeper than one level costs pino 40 µs a line.
    redact: { paths: secretNames, censor },
  };
  return destination ? pino(options, destination) : pino(options);
}
