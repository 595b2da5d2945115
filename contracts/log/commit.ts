import { z } from "zod";

/** A fact of the past as the log keeps it: its type, its schema version `v`, when it happened, and its own fields. */
export const StoredEvent = z.looseObject({ type: z.string(), v: z.int().positive(), at: z.iso.datetime() });
export type StoredEvent = z.infer<typeof StoredEvent>;

/** A process manager's cause for a command: the position in the log whose commit made it send. */
export const Source = z.object({
  process: z.string().min(1).max(64),
  stream: z.int().nonnegative(),
  seq: z.int().positive(),
  /** Up to here the process has everything behind it; commands caused below come again only as redeliveries. */
  floor: z.int().nonnegative(),
});
export type Source = z.infer<typeof Source>;

/** One command that was accepted: who asked for what, and what it was answered. */
export const CommittedCommand = z.object({
  id: z.string().min(1).max(200),
  /** Hash of the command's parameters: the same id with another fingerprint is a misused key. */
  fingerprint: z.string().max(64),
  by: z.string(),
  at: z.iso.datetime(),
  events: z.array(StoredEvent),
  /** What a retry is answered again. */
  outcome: z.unknown(),
  /** W3C traceparent of the request behind it. */
  trace: z.string().optional(),
  /** Where it came from, when a process manager sent it. */
  source: Source.optional(),
});
export type CommittedCommand = z.infer<typeof CommittedCommand>;

/**
 * One message of the log: the commands one aggregate accepted together.
 * `version` counts the aggregate's commits 1, 2, 3… without gaps; `prev` is the stream
 * sequence it was decided on (0 for the first); `owner` is whom the aggregate belongs to,
 * so that feeds can tell who may see a commit without knowing the ones before it.
 */
export const Commit = z.object({
  version: z.int().positive(),
  prev: z.int().nonnegative(),
  owner: z.string().optional(),
  commands: z.array(CommittedCommand).min(1),
});
export type Commit = z.infer<typeof Commit>;

/** Larger commits are refused before they are appended. */
export const commitBytesMax = 256 * 1024;

/** A commit as read back: where it stands in which stream. */
export interface StoredCommit {
  readonly aggregate: string;
  /** Index of the log stream, 0 to S - 1. */
  readonly stream: number;
  readonly seq: number;
  readonly commit: Commit;
}

/** All events of a commit, in order. */
export const eventsOf = (commit: Commit): StoredEvent[] => commit.commands.flatMap((command) => command.events);
