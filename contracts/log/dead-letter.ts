import { z } from "zod";

/** The name of something that follows the log: part of subjects, ids and metrics. */
export const ProcessName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

/** Names a dead letter: its process and the place of what it could not deal with. */
export const DeadLetterId = z.string().regex(/^[a-z][a-z0-9-]{0,31}_[a-z0-9-]{1,40}$/);

/**
 * Why it was parked: its bytes are no message of this kind, its schema version is of another release, or what it
 * causes failed every time.
 */
export const DeadLetterReason = z.enum(["undecodable", "unreadable", "failed"]);
export type DeadLetterReason = z.infer<typeof DeadLetterReason>;

/** A message a process could not deal with, parked so that it holds up nobody else. */
export const DeadLetter = z.object({
  id: DeadLetterId,
  process: ProcessName,
  aggregate: z.string(),
  /** Where it stands: the index of the log stream (0 for timers) and its sequence there. */
  stream: z.int().nonnegative(),
  seq: z.int().nonnegative(),
  reason: DeadLetterReason,
  /** What the last try failed with. */
  error: z.string(),
  tries: z.int().positive(),
  parkedAt: z.iso.datetime(),
  /** The message itself, so that it can be dealt with also when it has left the stream. */
  message: z.string(),
  /** How it was dealt with; absent while it is parked. */
  settled: z.object({ as: z.enum(["redriven", "discarded"]), by: z.string(), at: z.iso.datetime() }).optional(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

/** The process a letter's id names. */
export const processOfLetter = (id: string): string => id.slice(0, id.indexOf("_"));
