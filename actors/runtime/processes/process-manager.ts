import type { CommandMessage } from "#contracts/command/message.ts";
import type { CommittedCommand, StoredCommit, StoredEvent } from "#contracts/log/commit.ts";
import type { RefusalCode } from "#contracts/shared/refusal.ts";

type Command = CommandMessage["command"];

/**
 * What a process manager makes of an event:
 * - `send`: a command to an aggregate; when it is refused, `onRefused` says what to do about it, else that is the end;
 * - `arm`: a command to the event's own aggregate at a later time; `cancel`: no longer;
 * - `handOver`: a job for somebody outside, who must take the same job twice for one.
 */
export type Reaction<Job = never> =
  | {
      readonly send: Command;
      readonly to: string;
      readonly onRefused?: (code: RefusalCode) => readonly Reaction<Job>[];
    }
  | { readonly arm: string; readonly at: string; readonly command: Command }
  | { readonly cancel: string }
  | { readonly handOver: Job };

/** The place and circumstances of an event. */
export interface Cause {
  readonly aggregate: string;
  readonly version: number;
  /** The command whose event it is, with everything else it led to. */
  readonly command: CommittedCommand;
}

/** Turns events into what happens next, elsewhere or later. Pure: the same event has the same consequences for ever. */
export interface ProcessManager<Job = never> {
  /** Names its place in the log, its commands and its dead letters: never changed, never used again for another. */
  readonly name: string;
  /** Whom its commands are by: a principal's id. */
  readonly by: string;
  readonly react: (event: StoredEvent, cause: Cause) => readonly Reaction<Job>[];
}

type Rows<Event extends { type: string }, Job> = {
  readonly [Type in Event["type"]]?: (event: Extract<Event, { type: Type }>, cause: Cause) => readonly Reaction<Job>[];
};

/** The reactions to events of one kind of aggregate as a table; events without a row mean nothing to it. */
export function reactTo<Event extends { type: string }, Job = never>(
  prefix: string,
  history: { readonly read: (event: StoredEvent) => Event },
  rows: Rows<Event, Job>,
): ProcessManager<Job>["react"] {
  return (event, cause) => {
    if (!cause.aggregate.startsWith(`${prefix}_`)) return [];
    const row = rows[event.type as Event["type"]] as
      | ((event: Event, cause: Cause) => readonly Reaction<Job>[])
      | undefined;
    return row?.(history.read(event), cause) ?? [];
  };
}

/** One thing a commit causes; `index` counts through the whole commit and so tells its commands apart. */
export interface Consequence<Job> {
  readonly reaction: Reaction<Job>;
  readonly cause: Cause;
  readonly index: string;
}

/** Everything a commit causes, in order. Throws what the manager throws, such as UnreadableEvent. */
export function consequencesOf<Job>(
  { react }: ProcessManager<Job>,
  { aggregate, commit }: Pick<StoredCommit, "aggregate" | "commit">,
): Consequence<Job>[] {
  const caused = commit.commands.flatMap((command) => {
    const cause = { aggregate, version: commit.version, command };
    return command.events.flatMap((event) => react(event, cause).map((reaction) => ({ reaction, cause })));
  });
  return caused.map((one, index) => ({ ...one, index: String(index) }));
}
