import { context, diag, type Meter, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { type Resource, resourceFromAttributes } from "@opentelemetry/resources";
import { AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { idsOnly } from "./ids-only.ts";
import type { Log } from "./log.ts";
import { observeProcess } from "./process.ts";
import { startMetrics } from "./scrape.ts";
import { logTroubles } from "./troubles.ts";

export interface TelemetryOptions {
  readonly service: string;
  readonly release: string;
  readonly nodeId: string;
  readonly log: Log;
  /** Base URL of an OTLP/HTTP collector; spans go to its `/v1/traces`. Without one only ids are made. */
  readonly otlpEndpoint?: string | undefined;
}

export interface Telemetry {
  /** Makes instruments; every series gets the label `release`. */
  readonly meter: Meter;
  /** Everything measured, in the Prometheus text format 0.0.4. What a source could not tell in time is left out. */
  metricsText(): Promise<string>;
  /** Sends the spans that have ended. Rejects when the collector does not take them. */
  flush(): Promise<void>;
  /** Sends what is left, for at most `exportTimeoutMs`, and takes the SDK out of the process. Never rejects. */
  stop(): Promise<void>;
}

/** A collector that is away delays a stop by no more than this. */
const exportTimeoutMs = 3_000;
/** Spans wait this long for company before they are sent. */
const exportEveryMs = 1_000;
/** Spans that may wait; more are dropped, so that a collector that is away costs memory only once. */
const queueSpansMax = 8_192;

/**
 * Registers tracing for the process and starts measuring. Once per process: a second start before `stop` throws.
 * Bun has no import hooks, so nothing is instrumented by itself: spans come from `withSpan` and the HTTP plugin.
 */
export function startTelemetry({ service, release, nodeId, log, otlpEndpoint }: TelemetryOptions): Telemetry {
  const resource = resourceFromAttributes({
    "service.name": service,
    "service.version": release,
    "service.instance.id": nodeId,
  });
  const tracers = registerTracing(resource, otlpEndpoint);
  logTroubles(log);
  const metrics = startMetrics(resource, release);
  const stopObserving = observeProcess(metrics.meter);
  const stop = async () => {
    stopObserving();
    trace.disable();
    context.disable();
    await tracers?.shutdown().catch((error: unknown) => diag.warn(`spans are lost: ${String(error)}`));
    await metrics.stop();
    diag.disable();
  };
  return { meter: metrics.meter, metricsText: metrics.text, flush: () => flushed(tracers), stop };
}

/** Ids are made either way, for logs and commits; spans only where somebody takes them. */
function registerTracing(resource: Resource, endpoint: string | undefined): TracerProvider | undefined {
  const provider = endpoint === undefined ? undefined : recording(resource, endpoint);
  if (!trace.setGlobalTracerProvider(provider ?? idsOnly)) {
    throw new Error("telemetry has been started in this process already");
  }
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  return provider;
}

/** Whether a trace is recorded is decided where it begins. */
const recording = (resource: Resource, endpoint: string) =>
  new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [exportTo(endpoint)],
  });

async function flushed(tracers: TracerProvider | undefined): Promise<void> {
  // It rejects with a list of errors, which is none itself.
  await tracers?.forceFlush().catch((cause: unknown) => {
    throw new Error("the collector did not take the spans", { cause });
  });
}

const exportTo = (endpoint: string) =>
  new BatchSpanProcessor({
    exporter: new OTLPTraceExporter({
      url: `${endpoint.replace(/\/+$/, "")}/v1/traces`,
      timeoutMillis: exportTimeoutMs,
    }),
    scheduledDelayMillis: exportEveryMs,
    exportTimeoutMillis: exportTimeoutMs,
    maxQueueSize: queueSpansMax,
  });
