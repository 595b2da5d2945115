import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Meter } from "@opentelemetry/api";
import { metricNames } from "./metrics.ts";

/** How often the event loop is asked how late it is. */
const samplingMs = 20;
const quantiles = [0.5, 0.99, 1];

/**
 * Measures this process: CPU seconds, resident memory, start time, and how late the event loop ran since the scrape
 * before. Gives a function that ends it.
 */
export function observeProcess(meter: Meter): () => void {
  const names = metricNames.process;
  meter
    .createObservableCounter(names.cpu, { description: "CPU time spent, user and system." })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe((user + system) / 1e6);
    });
  meter
    .createObservableGauge(names.memory, { description: "Resident memory." })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  const startSeconds = Date.now() / 1e3 - process.uptime();
  meter
    .createObservableGauge(names.start, { description: "When the process started, Unix time." })
    .addCallback((result) => result.observe(startSeconds));
  return observeEventLoop(meter);
}

function observeEventLoop(meter: Meter): () => void {
  const delay = monitorEventLoopDelay({ resolution: samplingMs });
  delay.enable();
  meter
    .createObservableGauge(metricNames.process.eventLoop, {
      description: "How late the event loop ran since the last scrape; quantile 1 is the worst.",
    })
    .addCallback((result) => {
      for (const quantile of quantiles) {
        result.observe(delay.percentile(quantile * 100) / 1e9, { quantile: String(quantile) });
      }
      delay.reset();
    });
  return () => {
    delay.disable();
  };
}
