import { fingerprintOf } from "#contracts/command/fingerprint.ts";
import type { CommandMessage } from "#contracts/command/message.ts";
import type { Consequence, ProcessManager } from "./process-manager.ts";
import { type SendDeps, sendFor } from "./send.ts";
import type { Timer, Timers } from "./timers.ts";

/** The log position behind a process's command, as its target remembers it. */
export type Source = NonNullable<CommandMessage["source"]>;

export interface PerformDeps<Job> extends SendDeps {
  readonly timers: Timers;
  /** Gives a job away; `trace` is the traceparent of what caused it. */
  readonly handOver: (job: Job, trace: string | undefined) => Promise<void>;
}

/** Does what a commit causes; `source` is absent when the commit is taken up again out of order. */
export function performer<Job>({ name, by }: ProcessManager<Job>, deps: PerformDeps<Job>) {
  const messageOf = (to: string, command: CommandMessage["command"], { cause, index }: Consequence<Job>) => {
    const { aggregate, version } = cause;
    const { at, trace } = cause.command;
    // All of it follows from the cause, so that a redelivery sends the same message.
    const id = `${name}:${aggregate}:${version}:${index}`;
    const message = {
      kind: "command",
      aggregate: to,
      command,
      id,
      fingerprint: fingerprintOf(command),
      by,
      at,
    } as const;
    return trace === undefined ? message : { ...message, trace };
  };

  async function perform(consequence: Consequence<Job>, source: Source | undefined): Promise<void> {
    const { reaction, cause, index } = consequence;
    if ("handOver" in reaction) return deps.handOver(reaction.handOver, cause.command.trace);
    if ("arm" in reaction) return deps.timers.arm(timerOf(by, consequence, reaction));
    if ("cancel" in reaction) {
      return deps.timers.cancel({ aggregate: cause.aggregate, name: reaction.cancel, version: cause.version });
    }
    const message = messageOf(reaction.to, reaction.send, consequence);
    const reply = await sendFor(name, source ? { ...message, source } : message, deps);
    if (reply.kind === "accepted") return;
    const remedies = reaction.onRefused?.(reply.code) ?? [];
    for (const [i, remedy] of remedies.entries()) {
      await perform({ reaction: remedy, cause, index: `${index}.${i}` }, source);
    }
  }
  return perform;
}

/** The timer a reaction arms. */
export const timerOf = (
  by: string,
  { cause: { aggregate, version, command: cause } }: Pick<Consequence<never>, "cause">,
  { arm: name, at, command }: { readonly arm: string; readonly at: string; readonly command: Timer["command"] },
): Timer => ({
  ...{ aggregate, name, version, at, command, by },
  ...(cause.trace === undefined ? {} : { trace: cause.trace }),
});
