/** One commit of an order as the log holds it; the log is the order in which things are claimed to have happened. */
export interface LoggedCommit {
  readonly order: string;
  readonly version: number;
  readonly commands: readonly { readonly id: string; readonly reached: readonly string[] }[];
}

interface Asked {
  readonly order: string;
  /** By the monotonic clock, ms. */
  readonly calledMs: number;
}
/** What one client asked for and what it was told. A retry under the same key is the same operation. */
export interface Write extends Asked {
  readonly kind: "write";
  /** The command's id in the log. */
  readonly id: string;
  /** `unknown`: no answer came, so it may be in the log or not. */
  readonly outcome: "ok" | "refused" | "unknown";
  /** When the answer came; Infinity while none has. */
  readonly returnedMs: number;
  /** The order's version it was told. */
  readonly version?: number | undefined;
}
export interface Read extends Asked {
  readonly kind: "read";
  readonly version: number;
  readonly returnedMs: number;
}
export type Operation = Write | Read;

/** The statuses that may follow each status; the first of an order follow the empty text. */
export type LegalSteps = Readonly<Record<string, readonly string[]>>;

export type Rule = "lost" | "duplicate" | "gap" | "illegal-step" | "phantom" | "ack-version" | "real-time";
export interface Violation {
  readonly rule: Rule;
  readonly order: string;
  readonly detail: string;
}

/**
 * Everything in which a log contradicts itself or what clients were told. Sound and complete for the order that the
 * log claims, and no slower than sorting: nothing is searched, because the log is the witness.
 */
export function violations(log: readonly LoggedCommit[], operations: readonly Operation[], legal: LegalSteps) {
  return [...brokenOrders(log, legal), ...brokenAnswers(log, operations), ...brokenTimes(log, operations)];
}

/** Versions count up by one, and each status may follow the one before it. */
function* brokenOrders(log: readonly LoggedCommit[], legal: LegalSteps): Generator<Violation> {
  const at = new Map<string, { version: number; status: string }>();
  for (const { order, version, commands } of log) {
    const before = at.get(order) ?? { version: 0, status: "" };
    if (version !== before.version + 1) yield { rule: "gap", order, detail: `${version} after ${before.version}` };
    let { status } = before;
    for (const next of commands.flatMap(({ reached }) => reached)) {
      if (!legal[status]?.includes(next)) yield { rule: "illegal-step", order, detail: `${status} to ${next}` };
      status = next;
    }
    at.set(order, { version, status });
  }
}

/** Where every command stands in the log; more than one place for one that took effect twice. */
function placesOf(log: readonly LoggedCommit[]): Map<string, LoggedCommit[]> {
  const places = new Map<string, LoggedCommit[]>();
  for (const commit of log) {
    for (const { id } of commit.commands) places.set(id, [...(places.get(id) ?? []), commit]);
  }
  return places;
}

const isWrite = (operation: Operation): operation is Write => operation.kind === "write";

/** What was accepted is in the log once and where its answer said; nothing else is there. */
function* brokenAnswers(log: readonly LoggedCommit[], operations: readonly Operation[]): Generator<Violation> {
  const places = placesOf(log);
  const writes = new Map(operations.filter(isWrite).map((write) => [write.id, write]));
  for (const { id, order, outcome, version } of writes.values()) {
    const [place] = places.get(id) ?? [];
    if (outcome === "ok" && !place) yield { rule: "lost", order, detail: id };
    if (outcome === "ok" && place && (place.version !== version || place.order !== order)) {
      yield { rule: "ack-version", order, detail: `${id}: ${order} ${version}, not ${place.order} ${place.version}` };
    }
  }
  for (const [id, [first, ...others]] of places) {
    const order = first?.order ?? "";
    if (others.length > 0) yield { rule: "duplicate", order, detail: `${id}, ${1 + others.length} times` };
    const outcome = writes.get(id)?.outcome ?? "unasked";
    if (outcome === "unasked" || outcome === "refused") yield { rule: "phantom", order, detail: `${id}: ${outcome}` };
  }
}

/** An operation that began after another had ended stands behind it; a read sees at least what had been told before. */
function* brokenTimes(log: readonly LoggedCommit[], operations: readonly Operation[]): Generator<Violation> {
  const places = placesOf(log);
  const versionOf = (operation: Operation) =>
    isWrite(operation) ? places.get(operation.id)?.[0]?.version : operation.version;
  const last = new Map(log.map(({ order, version }) => [order, version]));
  for (const [order, asked] of Map.groupBy(operations, (operation) => operation.order)) {
    const byReturn = asked.toSorted((a, b) => a.returnedMs - b.returnedMs);
    let returned = 0;
    let known = 0;
    for (const operation of asked.toSorted((a, b) => a.calledMs - b.calledMs)) {
      for (let past = byReturn[returned]; past && past.returnedMs < operation.calledMs; past = byReturn[++returned]) {
        known = Math.max(known, versionOf(past) ?? 0);
      }
      const version = versionOf(operation);
      if (version === undefined) continue;
      const late = isWrite(operation) ? version <= known : version < known || version > (last.get(order) ?? 0);
      if (late) yield { rule: "real-time", order, detail: `${operation.kind} of ${version} when ${known} was known` };
    }
  }
}
