import { context, type Meter, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { type Resource, resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { observeProcess } from "./process.ts";

export interface TelemetryOptions {
  readonly service: string;
  readonly release: string;
  readonly nodeId: string;
  /** Base URL of an OTLP/HTTP collector; spans go to its `/v1/traces`. Without one they are made but not recorded. */
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

/** Content type to serve `metricsText` with. */
export const metricsContentType = "text/plain; version=0.0.4; charset=utf-8";

/** A collector that is away delays a stop by no more than this. */
const exportTimeoutMs = 3_000;
/** Spans wait this long for company before they are sent. */
const exportEveryMs = 1_000;
/** Spans that may wait; more are dropped, so that a collector that is away costs memory only once. */
const queueSpansMax = 8_192;
/** How long a scrape waits for a gauge that asks a server. */
const gaugeTimeoutMs = 2_000;

/**
 * Registers tracing for the process and starts measuring. Once per process: a second start before `stop` throws.
 * Bun has no import hooks, so nothing is instrumented by itself: spans come from `withSpan` and the HTTP plugin.
 */
export function startTelemetry({ service, release, nodeId, otlpEndpoint }: TelemetryOptions): Telemetry {
  const resource = resourceFromAttributes({
    "service.name": service,
    "service.version": release,
    "service.instance.id": nodeId,
  });
  const tracers = registerTracing(resource, otlpEndpoint);
  const metrics = startMetrics(resource, release);
  const stopObserving = observeProcess(metrics.meter);
  const stop = async () => {
    stopObserving();
    trace.disable();
    context.disable();
    await Promise.allSettled([tracers.shutdown(), metrics.stop()]);
  };
  return { meter: metrics.meter, metricsText: metrics.text, flush: () => tracers.forceFlush(), stop };
}

function registerTracing(resource: Resource, endpoint: string | undefined): TracerProvider {
  const provider = new TracerProvider({
    resource,
    // Ids are made either way, for logs and commits; whether a trace is recorded is decided where it begins.
    sampler: new ParentBasedSampler({ root: endpoint === undefined ? new AlwaysOffSampler() : new AlwaysOnSampler() }),
    spanProcessors: endpoint === undefined ? [] : [exportTo(endpoint)],
  });
  if (!trace.setGlobalTracerProvider(provider)) throw new Error("telemetry has been started in this process already");
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  return provider;
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

/** Collects when it is asked to; Prometheus does the asking. */
class ScrapeReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

function startMetrics(resource: Resource, release: string) {
  const reader = new ScrapeReader();
  const provider = new MeterProvider({
    resource: resource.merge(resourceFromAttributes({ release })),
    readers: [reader],
  });
  // Of the resource only `release` becomes a label: the scraper adds which instance it asked.
  const serializer = new PrometheusSerializer("", false, /^release$/, false, true);
  const text = async () => {
    const { resourceMetrics } = await reader.collect({ timeoutMillis: gaugeTimeoutMs });
    return serializer.serialize(resourceMetrics);
  };
  return { meter: provider.getMeter("bezel"), text, stop: () => provider.shutdown() };
}
