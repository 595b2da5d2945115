import { z } from "zod";
import { Source } from "../log/commit.ts";
import { RefusalCode } from "../shared/refusal.ts";

/** A command on its way to an aggregate. Retries are the same message: same id, fingerprint and `at`. */
export const CommandMessage = z.strictObject({
  kind: z.literal("command"),
  aggregate: z.string(),
  command: z.looseObject({ type: z.string() }),
  id: z.string().min(1).max(200),
  fingerprint: z.string().max(64),
  by: z.string(),
  at: z.iso.datetime(),
  /** After this instant (epoch ms) nobody waits for the answer, so the receiver drops it. */
  deadline: z.number(),
  /** The version the sender decided on; another one is refused as stale. */
  ifVersion: z.int().nonnegative().optional(),
  /** Whom the aggregate must belong to; another's is answered as if it were not there. */
  ifOwner: z.string().optional(),
  trace: z.string().optional(),
  /** The log position that caused it, when a process manager sends it. */
  source: Source.optional(),
});
export type CommandMessage = z.infer<typeof CommandMessage>;

/** Asks for an aggregate's state as of the log's head. */
export const ReadMessage = z.strictObject({
  kind: z.literal("read"),
  aggregate: z.string(),
  deadline: z.number(),
});
export type ReadMessage = z.infer<typeof ReadMessage>;

export const ActorMessage = z.discriminatedUnion("kind", [CommandMessage, ReadMessage]);
export type ActorMessage = z.infer<typeof ActorMessage>;

/**
 * `version` is the aggregate's after the command; `seq` a sequence of its log stream at which the command is in the
 * log, for readers that wait for it; `replayed` says the answer was given before.
 */
export const Accepted = z.object({
  kind: z.literal("accepted"),
  version: z.int().nonnegative(),
  seq: z.int().nonnegative(),
  // Optional as in State: JSON drops what is undefined, and an answer must survive the way between nodes.
  outcome: z.unknown().optional(),
  replayed: z.boolean(),
});
export const Refused = z.object({
  kind: z.literal("refused"),
  /** A later release may have reasons this one has no word for. */
  code: RefusalCode.catch("command/refused"),
  version: z.int().nonnegative(),
});
/** The aggregate's folded state; undefined when it does not exist (version 0). */
export const State = z.object({
  kind: z.literal("state"),
  version: z.int().nonnegative(),
  state: z.unknown().optional(),
});
/**
 * Nothing was decided: the mailbox is full, the log or the archive of what has left it cannot be read, the deadline
 * has passed, the command or the stored events are of a release this node cannot read, there is no node, or a bug was
 * met (`failed`). Only after `no-answer` is it
 * unknown whether the command was accepted. The sender may try again with the same id.
 */
export const Unavailable = z.object({
  kind: z.literal("unavailable"),
  reason: z.enum([
    "busy",
    "log-unavailable",
    "archive-unavailable",
    "expired",
    "unreadable",
    "no-node",
    "no-answer",
    "failed",
  ]),
});

export const Reply = z.discriminatedUnion("kind", [Accepted, Refused, State, Unavailable]);
export type Reply = z.infer<typeof Reply>;
export type Accepted = z.infer<typeof Accepted>;
export type Refused = z.infer<typeof Refused>;
export type State = z.infer<typeof State>;
export type Unavailable = z.infer<typeof Unavailable>;
