import { diag, type Meter } from "@opentelemetry/api";
import { PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { type Resource, resourceFromAttributes } from "@opentelemetry/resources";
import { AggregationTemporality, InstrumentType, MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";

/** Content type to serve metrics with. */
export const metricsContentType = "text/plain; version=0.0.4; charset=utf-8";

/** How long a scrape waits for a gauge that asks a server. */
const gaugeTimeoutMs = 1_000;

/** Collects when it is asked to; Prometheus does the asking. */
class ScrapeReader extends MetricReader {
  constructor() {
    super({
      // Cumulative gauges would repeat the last value of a series that is no longer observed, for ever.
      aggregationTemporalitySelector: (type) =>
        type === InstrumentType.OBSERVABLE_GAUGE ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
    });
  }
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

export interface Metrics {
  readonly meter: Meter;
  readonly text: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** A meter, and all it measured as Prometheus text. Every series has the label `release`. */
export function startMetrics(resource: Resource, release: string): Metrics {
  const reader = new ScrapeReader();
  const provider = new MeterProvider({
    resource: resource.merge(resourceFromAttributes({ release })),
    readers: [reader],
  });
  // Of the resource only `release` becomes a label: the scraper adds which instance it asked.
  const serializer = new PrometheusSerializer("", false, /^release$/, false, true);
  const text = async () => {
    const { resourceMetrics, errors } = await reader.collect({ timeoutMillis: gaugeTimeoutMs });
    for (const error of errors) diag.warn(`a gauge has no value: ${String(error)}`);
    return serializer.serialize(resourceMetrics);
  };
  return { meter: provider.getMeter("bezel"), text, stop: () => provider.shutdown() };
}
