/** All that may go wrong in a run; each run has some of them (swarm testing), so that none hides another. */
export const faultKinds = [
  "lost-requests",
  "lost-answers",
  "late-requests",
  "late-answers",
  "duplicates",
  "reordering",
  "log-stalls",
  "node-crashes",
  "node-pauses",
  "node-partitions",
  "log-partitions",
  "wrong-views",
  "timers-lost",
  "clock-skew",
  "forgetting",
  "damaged-reads",
  "month-end",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Faults that come at a moment and last for a while. */
export const incidentKinds = [
  "log-stalls",
  "node-crashes",
  "node-pauses",
  "node-partitions",
  "log-partitions",
  "wrong-views",
  "timers-lost",
] as const satisfies readonly FaultKind[];
export type IncidentKind = (typeof incidentKinds)[number];
