import { z } from "zod";
import { fingerprintOf } from "#contracts/command/fingerprint.ts";
import type { CommandMessage } from "#contracts/command/message.ts";

/** Names one timer of one aggregate, as armed by one of its commits: arming it again is another timer. */
export interface TimerRef {
  readonly aggregate: string;
  readonly name: string;
  /** The version of the commit that armed it. */
  readonly version: number;
}

/** A command to an aggregate at a later time. */
export const Timer = z.object({
  aggregate: z.string(),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  version: z.int().positive(),
  at: z.iso.datetime(),
  command: z.looseObject({ type: z.string() }),
  by: z.string(),
  trace: z.string().optional(),
});
export type Timer = z.infer<typeof Timer>;

/**
 * Timers that outlive nodes. Their promise:
 *
 * - An armed timer fires at its time or later, never earlier, and until whoever it fires for has dealt with it. One
 *   whose time has passed already fires at once. It may fire more than once.
 * - Arming the same timer again is the same timer, with what was said last.
 * - `cancel` disarms what commits up to `version` armed under this name, and nothing that later ones did. One that is
 *   firing at this moment may still come: whoever it is for must know whether it is still meant.
 * - `missing` gives those of the timers that are neither armed nor fired and waiting to be dealt with.
 * - All throw NotNow when the timers cannot be reached.
 */
export interface Timers {
  arm(timer: Timer): Promise<void>;
  cancel(timer: TimerRef): Promise<void>;
  missing(timers: readonly TimerRef[]): Promise<TimerRef[]>;
}

/** The command of a fired timer. It was given when it was due, whenever it comes; fired twice it is the same command. */
export function commandOf({
  aggregate,
  name,
  version,
  at,
  command,
  by,
  trace,
}: Timer): Omit<CommandMessage, "deadline"> {
  const id = `timer:${name}:${aggregate}:${version}`;
  const given = { kind: "command", aggregate, command, id, fingerprint: fingerprintOf(command), by, at } as const;
  return trace === undefined ? given : { ...given, trace };
}
