import { Commit } from "#contracts/log/commit.ts";
import { SpanKind, withSpan } from "../tracing.ts";
import { type Delivery, type Follower, type Progress, Undecodable } from "./delivery.ts";
import { type PerformDeps, performer, type Source } from "./perform.ts";
import { type Cause, consequencesOf, type ProcessManager } from "./process-manager.ts";

const decoder = new TextDecoder();

/** The commit in a message of the log. Throws Undecodable. */
export function commitIn({ data }: Pick<Delivery, "data">): Commit {
  try {
    return Commit.parse(JSON.parse(decoder.decode(data)));
  } catch (cause) {
    throw new Undecodable("not a commit", { cause });
  }
}

const spanSource = ({ command: { trace } }: Cause) => ({ parent: trace, kind: SpanKind.CONSUMER });

/** A process manager at work: follows the log and does what each commit causes, one thing after the other. */
export function managerFollower<Job>(manager: ProcessManager<Job>, deps: PerformDeps<Job>): Follower {
  const { name } = manager;
  const perform = performer(manager, deps);
  const sourceOf = ({ stream, seq }: Delivery, { incarnation, floor }: Progress): Source => ({
    process: `${name}@${incarnation}`,
    ...{ stream, seq, floor },
  });
  return {
    name,
    letterKey: ({ stream, seq }) => `${stream}-${seq}`,
    handle: async (delivery, progress) => {
      const { aggregate } = delivery;
      const consequences = consequencesOf(manager, { aggregate, commit: commitIn(delivery) });
      const source = progress && sourceOf(delivery, progress);
      for (const consequence of consequences) {
        const { reaction, cause } = consequence;
        const work = () => perform(consequence, source);
        // Whoever takes a job makes a span of its own.
        if ("handOver" in reaction) await work();
        else await withSpan(`process ${name}`, { aggregate }, work, spanSource(cause));
      }
    },
  };
}
