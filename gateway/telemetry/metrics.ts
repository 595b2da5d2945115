import type { Meter } from "@opentelemetry/api";

/** Every name on `/metrics`: dashboards and alarms ask for these. All carry `release` beside the labels named here. */
export const metricNames = {
  /** Histogram; method, route (a template or `unmatched`), status. Its count is the number of requests. */
  httpDuration: "http_server_request_duration_seconds",
  /** Counter; type, outcome (`accepted`, a refusal's code, or why it was unavailable). */
  commands: "bezel_commands_total",
  /** Histogram; type. */
  commandDuration: "bezel_command_duration_seconds",
  /** Counter; process, type, outcome (as for commands). */
  processCommands: "bezel_process_commands_total",
  process: {
    cpu: "process_cpu_seconds_total",
    memory: "process_resident_memory_bytes",
    start: "process_start_time_seconds",
    /** Gauge; quantile. */
    eventLoop: "process_event_loop_delay_seconds",
  },
} as const;

/** Gauges that are asked for at every scrape: the labels of each reading, and what it says. */
const gauges = {
  projectionLag: {
    name: "bezel_projection_lag_messages",
    labels: ["database", "stream"],
    description: "Commits of a log stream that a database has not taken in yet.",
  },
  queueDepth: { name: "bezel_queue_depth", labels: ["queue"], description: "Jobs that wait or are being worked on." },
  queueOldestAge: {
    name: "bezel_queue_oldest_age_seconds",
    labels: ["queue"],
    description: "How long the oldest job of a queue has been there; 0 when it is empty.",
  },
  processBacklog: {
    name: "bezel_process_backlog",
    labels: ["process"],
    description: "Commits and due timers that a process has not dealt with yet, those in hand included.",
  },
  deadLetters: {
    name: "bezel_dead_letters",
    labels: ["process"],
    description: "Messages a process could not deal with, parked until somebody redrives or discards them.",
  },
  actorsResident: { name: "bezel_actors_resident", labels: [], description: "Aggregates kept in this node's memory." },
  sseClients: { name: "bezel_sse_clients", labels: [], description: "Open event streams of this node." },
  orders: { name: "bezel_orders", labels: ["status", "channel"], description: "Orders by status and channel." },
} as const;
type Gauges = typeof gauges;

/** One series' value now. */
export interface Reading<Label extends string> {
  readonly value: number;
  readonly labels: Readonly<Record<Label, string>>;
}
type Read<Label extends string> = () => readonly Reading<Label>[] | Promise<readonly Reading<Label>[]>;

/**
 * Who can tell a gauge's values, of those this node knows. A source that throws or takes longer than the scrape waits
 * leaves its gauge out of that scrape.
 */
export type GaugeSources = { readonly [Name in keyof Gauges]?: Read<Gauges[Name]["labels"][number]> };

/** Makes the gauges that have a source here. Each gauge has one source in a process. */
export function observeGauges(meter: Meter, sources: GaugeSources): void {
  for (const key of Object.keys(sources) as (keyof Gauges)[]) {
    const { name, description } = gauges[key];
    const read: Read<string> | undefined = sources[key];
    if (!read) continue;
    meter.createObservableGauge(name, { description }).addCallback(async (result) => {
      for (const { value, labels } of await read()) result.observe(value, labels);
    });
  }
}

/** Upper bounds, s. The targets lie on bounds: 0.2 for queue pages, 1 for accepting an order; uploads take longest. */
const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30];

const durationHistogram = (meter: Meter, name: string, description: string) =>
  meter.createHistogram(name, { description, advice: { explicitBucketBoundaries: durationBounds } });

/** Records one request. `method` and `route` must come from finite sets: each value makes a series. */
export type RecordRequest = (
  seconds: number,
  labels: { readonly method: string; readonly route: string; readonly status: number },
) => void;

export function requestMetrics(meter: Meter): RecordRequest {
  const duration = durationHistogram(meter, metricNames.httpDuration, "From a request's arrival to its answer's head.");
  return (seconds, { method, route, status }) => duration.record(seconds, { method, route, status: String(status) });
}

/** Records one command that was answered. `type` must be a command's known type: each value makes a series. */
export type RecordCommand = (seconds: number, labels: { readonly type: string; readonly outcome: string }) => void;

export function commandMetrics(meter: Meter): RecordCommand {
  const count = meter.createCounter(metricNames.commands, { description: "Commands answered." });
  const duration = durationHistogram(meter, metricNames.commandDuration, "From sending a command to its answer.");
  return (seconds, { type, outcome }) => {
    count.add(1, { type, outcome });
    duration.record(seconds, { type });
  };
}

/** Counts the commands processes send, by how they ended. All three come from finite sets. */
export type RecordProcessCommand = (labels: {
  readonly process: string;
  readonly type: string;
  readonly outcome: string;
}) => void;

export function processMetrics(meter: Meter): RecordProcessCommand {
  const count = meter.createCounter(metricNames.processCommands, { description: "Commands sent by processes." });
  return (labels) => count.add(1, { ...labels });
}
