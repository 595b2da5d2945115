import { createLog, type Log } from "./log.ts";
import { startTelemetry, type Telemetry } from "./sdk.ts";

/** A log whose lines are kept, as text and parsed. */
export interface KeptLog {
  readonly log: Log;
  readonly text: () => string;
  readonly lines: () => Record<string, unknown>[];
}

export const release = "2026.11.1";
export const nodeId = "node-1";

export function keptLog(): KeptLog {
  const written: string[] = [];
  const log = createLog({ level: "debug", release, nodeId }, { write: (line) => void written.push(line) });
  return { log, text: () => written.join(""), lines: () => written.map((line) => JSON.parse(line)) };
}

export const telemetryFor = (log: Log, otlpEndpoint?: string): Telemetry =>
  startTelemetry({ service: "bezel", release, nodeId, log, otlpEndpoint });
