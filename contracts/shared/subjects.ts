/** Number of partitions of the log. Fixed for ever: an aggregate's subject never changes. */
export const partitionCount = 64;

/** How many log streams there may be: powers of two, so that partitions move whole when their number doubles. */
export const streamCounts: readonly number[] = [1, 2, 4, 8, 16, 32, 64];

/** FNV-1a, 32 bits, over the UTF-16 code units of an ASCII text (http://www.isthe.com/chongo/tech/comp/fnv/). */
export function fnv1a32(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export const partitionOf = (id: string): number => fnv1a32(id) % partitionCount;

/** The partitions of log stream `stream` of `streamCount`. */
export const partitionsOf = (stream: number, streamCount: number): number[] =>
  Array.from({ length: partitionCount }, (_, p) => p).filter((p) => p % streamCount === stream);

/**
 * An id as one token of a NATS subject. NATS itself stores publishes to literal `*` and `>`,
 * so nothing but these characters may ever reach a subject. Throws RangeError.
 */
export function subjectToken(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new RangeError("an id must be 1 to 64 of A-Z a-z 0-9 _ -");
  return id;
}

/** Every subject, stream and bucket name of one Bezel installation; `prefix` keeps several apart on one server. */
export function names(prefix: string, streamCount: number) {
  const dot = prefix === "" ? "" : `${subjectToken(prefix)}.`;
  const dash = prefix === "" ? "" : `${prefix}_`;
  return {
    prefix,
    streamCount,
    /** The subject of one aggregate's commits. */
    events: (id: string) => `${dot}ev.${partitionOf(id)}.${subjectToken(id)}`,
    eventsOfPartition: (partition: number) => `${dot}ev.${partition}.*`,
    allEvents: `${dot}ev.*.*`,
    aggregateOf: (subject: string) => subject.slice(subject.lastIndexOf(".") + 1),
    /** Index of the log stream that holds an aggregate: partition p is in stream p % S. */
    streamOf: (id: string) => partitionOf(id) % streamCount,
    logStream: (index: number) => `${dash}EV_${index}`,
    /** The subject of one aggregate's newest snapshot. */
    snapshot: (id: string) => `${dot}sn.${partitionOf(id)}.${subjectToken(id)}`,
    allSnapshots: `${dot}sn.*.*`,
    snapshotStream: `${dash}SN`,
    commandsTo: (nodeId: string) => `${dot}node.${subjectToken(nodeId)}.cmd`,
    /** Where a node gives a sign of life. */
    pingTo: (nodeId: string) => `${dot}node.${subjectToken(nodeId)}.ping`,
    job: (lane: string, shard: number, hash: string) =>
      `${dot}job.${subjectToken(lane)}.${shard}.${subjectToken(hash)}`,
    jobsOfShard: (lane: string, shard: number) => `${dot}job.${subjectToken(lane)}.${shard}.*`,
    allJobs: `${dot}job.>`,
    jobStream: `${dash}JOBS`,
    /** Where a timer of an aggregate waits, and where it comes out when it is due. */
    timer: (id: string, name: string, version: number) =>
      `${dot}tm.${partitionOf(id)}.${subjectToken(id)}.${subjectToken(name)}.${version}`,
    dueTimer: (id: string, name: string, version: number) =>
      `${dot}due.${partitionOf(id)}.${subjectToken(id)}.${subjectToken(name)}.${version}`,
    /** The timers of an aggregate under one name, whichever commits armed them. */
    timersOf: (id: string, name: string) => `${dot}tm.${partitionOf(id)}.${subjectToken(id)}.${subjectToken(name)}.*`,
    timersOfPartition: (partition: number) => [`${dot}tm.${partition}.*.*.*`, `${dot}due.${partition}.*.*.*`],
    allTimers: `${dot}tm.*.*.*.*`,
    allDueTimers: `${dot}due.*.*.*.*`,
    timerStream: `${dash}TM`,
    deadLetter: (process: string, id: string) => `${dot}dead.${subjectToken(process)}.${subjectToken(id)}`,
    deadLettersOf: (process: string) => `${dot}dead.${subjectToken(process)}.*`,
    allDeadLetters: `${dot}dead.*.*`,
    settledLetter: (id: string) => `${dot}dead-settled.${subjectToken(id)}`,
    allSettledLetters: `${dot}dead-settled.*`,
    deadLetterStream: `${dash}DEAD`,
    probe: `${dot}probe`,
    probeStream: `${dash}PROBE`,
    bucket: (name: string) => `${dash}${subjectToken(name)}`,
  };
}
export type Names = ReturnType<typeof names>;
