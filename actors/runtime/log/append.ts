import type { Commit } from "#contracts/log/commit.ts";
import { type AppendOptions, type EventLog, OutcomeUnknown, VersionConflict } from "./event-log.ts";

/** Waits between attempts while the log does not answer, ms: short at first, then patient. */
const pausesMs = [50, 100, 200, 400, 800, 1_600];

export type Pause = (ms: number) => Promise<void>;

/** Whether the commit that stands where ours was to stand is ours, and at which sequence. */
async function findOurs(log: EventLog, id: string, commit: Commit): Promise<number | undefined> {
  const [there] = await log.load(id, { version: commit.version - 1, seq: commit.prev });
  // Equal bytes are proof: a commit names its commands, its time and what it was decided on.
  return there && JSON.stringify(there.commit) === JSON.stringify(commit) ? there.seq : undefined;
}

/**
 * Appends until the outcome is known: the same bytes again after every unanswered attempt, for ever, because
 * giving up would mean answering without knowing. Gives the sequence, or "conflict" when another commit stands there.
 */
export async function appendUntilKnown(
  log: EventLog,
  id: string,
  commit: Commit,
  pause: Pause,
  options?: AppendOptions,
): Promise<number | "conflict"> {
  let unanswered = 0;
  for (;;) {
    try {
      return await log.append(id, commit, unanswered === 0 ? options : { ...options, isRepeated: true });
    } catch (error) {
      if (error instanceof VersionConflict && unanswered === 0) return "conflict";
      if (error instanceof VersionConflict) {
        const ours = await findOurs(log, id, commit).catch(() => "ask-again" as const);
        if (ours !== "ask-again") return ours ?? "conflict";
      } else if (!(error instanceof OutcomeUnknown)) throw error;
      await pause(pausesMs[Math.min(unanswered, pausesMs.length - 1)] ?? 0);
      unanswered += 1;
    }
  }
}
