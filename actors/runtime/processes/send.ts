import type { Accepted, CommandMessage, Refused } from "#contracts/command/message.ts";
import type { Send } from "../activation/host.ts";
import { NotNow } from "./not-now.ts";

/** One command may take this long; then it is sent again, ms. */
const answerWithinMs = 5_000;

/** Answers that blame the message and not the moment: it will be no better the next time. */
const faults: ReadonlySet<string> = new Set(["failed", "unreadable", "command/unknown", "command/key-reused"]);

/** How a command sent by a process ended: `accepted`, a refusal's code, or why nobody decided it. */
export type RecordOutcome = (outcome: { process: string; type: string; outcome: string }) => void;

export interface SendDeps {
  readonly send: Send;
  /** Epoch ms. */
  readonly now: () => number;
  readonly record: RecordOutcome;
}

/** The answer was one that nobody foresaw: a bug, or a release that does not know what is asked. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/**
 * Sends a process's command and gives the decision. Throws NotNow when there was none, and CommandFailed when trying
 * again is of no use.
 */
export async function sendFor(
  process: string,
  message: Omit<CommandMessage, "deadline">,
  { send, now, record }: SendDeps,
): Promise<Accepted | Refused> {
  const { type } = message.command;
  const reply = await send({ ...message, deadline: now() + answerWithinMs });
  if (reply.kind === "state") throw new CommandFailed(`${type} was answered with a state`);
  const outcome = reply.kind === "accepted" ? reply.kind : reply.kind === "refused" ? reply.code : reply.reason;
  record({ process, type, outcome });
  if (faults.has(outcome)) throw new CommandFailed(`${type} to ${message.aggregate}: ${outcome}`);
  if (reply.kind === "unavailable") throw new NotNow(`${type} to ${message.aggregate}: ${reply.reason}`);
  return reply;
}
