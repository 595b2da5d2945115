import { DiagLogLevel, diag } from "@opentelemetry/api";
import type { Log } from "./log.ts";

/** A collector that is away says so with every batch; one line of that is enough for so long. */
const quietMs = 60_000;

/** Puts the SDK's own troubles into the log: spans that were not taken, gauges without a value, misused spans. */
export function logTroubles(log: Log): void {
  const saidAt = new Map<string, number>();
  const say = (trouble: string) => {
    const now = performance.now();
    // Stacks and times differ; what a trouble is stands in its beginning.
    const kind = trouble.slice(0, 40);
    if (now - (saidAt.get(kind) ?? Number.NEGATIVE_INFINITY) < quietMs) return;
    saidAt.set(kind, now);
    log.warn({ trouble }, "telemetry");
  };
  const ignore = () => undefined;
  diag.setLogger(
    { error: say, warn: say, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
