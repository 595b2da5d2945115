import type { FaultKind } from "../faults/kinds.ts";
import type { Size } from "../faults/plan.ts";

/** A bug put into one line of a shipped module, or into several where one would not be felt. */
export interface Plant {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** Some bugs need a crowd. */
  readonly size?: Size;
  /** Faults that bring it to light. */
  readonly certain?: readonly FaultKind[];
}

interface Patch {
  /** From the root of the clone. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

const plant = (name: string, file: string, find: string, replace: string, ...more: Patch[]): Plant => ({
  name,
  patches: [{ file: `actors/${file}`, find, replace }, ...more],
});

const appended =
  "const seq = await appendUntilKnown(this.deps.log, this.id, turn.commit, this.deps.pause, { maybeStale });";
const headChecked = "else if ((await this.deps.log.head(this.id)) !== fold.head) return false;";

// Lines of code, to be found as they stand.
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: they are code, not templates
/** Bugs that a runtime like this one could have. The simulation must see each of them. */
export const planted: readonly Plant[] = [
  plant(
    "an answer leaves before its append is acknowledged",
    "runtime/activation/activation.ts",
    appended,
    `appendUntilKnown(this.deps.log, this.id, turn.commit, this.deps.pause, { maybeStale }).catch(() => {});
      const seq: number | "conflict" = await this.deps.log.head(this.id);`,
  ),
  plant(
    "the log writes whatever it is sent",
    "memory/event-log.ts",
    "if (headOf(id) !== commit.prev) throw new VersionConflict(`${id} is not at ${commit.prev}`);",
    "",
  ),
  {
    size: "full",
    ...plant(
      "a batch with a stale member is written in part and acknowledged whole",
      "memory/event-log.ts",
      'if (headOf(id) !== commit.prev) throw new VersionConflict("a member is stale");\n      }\n      return batch.map(',
      "}\n      return batch.filter(({ id, commit }) => headOf(id) === commit.prev).map(",
    ),
  },
  {
    certain: ["damaged-reads", "forgetting"],
    ...plant(
      "a gap in the versions is read over",
      "runtime/log/commit-codec.ts",
      "if (commit.version !== expected) {",
      "if (false) {",
    ),
  },
  plant(
    "a command is done again when it comes again",
    "runtime/activation/turn.ts",
    "fold.commands.find(message.id, message.source)",
    "undefined as ReturnType<typeof fold.commands.find>",
  ),
  plant(
    "a key used twice is not noticed",
    "runtime/activation/turn.ts",
    "fingerprint === message.fingerprint\n",
    "fingerprint !== undefined\n",
  ),
  plant(
    "an unanswered append is taken for done",
    "runtime/log/append.ts",
    "} else if (!(error instanceof OutcomeUnknown)) throw error;",
    "} else return commit.prev + 1;",
  ),
  plant(
    "an unanswered append is taken for failed and another version is decided",
    "runtime/log/append.ts",
    "return await log.append(id, commit, unanswered === 0 ? options : { ...options, isRepeated: true });",
    "return await log.append(id, unanswered === 0 ? commit : { ...commit, version: commit.version + 1 }, options);",
  ),
  plant(
    "another's commit is taken for one's own after silence",
    "runtime/log/append.ts",
    "return there && JSON.stringify(there.commit) === JSON.stringify(commit) ? there.seq : undefined;",
    "return there?.seq;",
  ),
  plant(
    "refusals are not checked against the log's head",
    "runtime/activation/activation.ts",
    headChecked,
    "else if (commands.length === 0 && (await this.deps.log.head(this.id)) !== fold.head) return false;",
  ),
  plant(
    "reads are not checked against the log's head",
    "runtime/activation/activation.ts",
    headChecked,
    "else if (commands.length > 0 && (await this.deps.log.head(this.id)) !== fold.head) return false;",
  ),
  plant(
    "a stale activation keeps its state",
    "runtime/activation/activation.ts",
    "this.#fold = undefined; // Another activation was first: what is in memory is the past.",
    "",
  ),
  plant(
    "a snapshot is kept of what is not in the log yet",
    "runtime/activation/activation.ts",
    appended,
    `this.#putAside({ ...fold, version: fold.version + 1, head: fold.head + 1, state: turn.state });
      ${appended}`,
  ),
  plant(
    "a snapshot forgets which commands were done",
    "runtime/activation/snapshots.ts",
    "commands: fold.commands.data(),",
    "commands: { commands: [], processes: [] },",
  ),
  plant(
    "a fold is settled on the head before its commit",
    "runtime/activation/turn.ts",
    "version: turn.commit.version, head: seq, commands",
    "version: turn.commit.version, head: turn.commit.prev, commands",
  ),
  plant(
    "messages are worked on after their deadline",
    "runtime/activation/activation.ts",
    "message.deadline < now",
    "message.deadline < 0",
    {
      file: "actors/runtime/activation/host.ts",
      find: "if (deadline < this.deps.now())",
      replace: "if (deadline < 0)",
    },
  ),
  {
    size: "full",
    certain: ["wrong-views", "late-requests", "node-pauses"],
    ...plant(
      "a refusal is final though a node that went may still accept",
      "runtime/placement/router.ts",
      'if (reply?.kind === "refused" && asked.lost)',
      "if (false)",
    ),
  },
  {
    size: "full",
    certain: ["month-end", "lost-answers", "forgetting", "wrong-views"],
    ...plant(
      "a creation is refused by the clock without looking whether it was done",
      "runtime/activation/activation.ts",
      "return wasFresh ? this.#refuseInvalid(batch, error) : this.#turn(batch);",
      "return this.#refuseInvalid(batch, error);",
    ),
  },
  plant(
    "the version a command was decided on is not compared",
    "runtime/activation/turn.ts",
    "if (message.ifVersion !== undefined && message.ifVersion !== version) {",
    "if (false) {",
  ),
  plant(
    "an aggregate is changed by somebody it does not belong to",
    "runtime/activation/turn.ts",
    "if (message.ifOwner !== undefined && message.ifOwner !== aggregate.owner(draft.state)) {",
    "if (false) {",
  ),
  {
    certain: ["node-crashes"],
    ...plant(
      "a message is acknowledged before it was dealt with",
      "runtime/processes/in-turn.ts",
      "const ending = await settleOne(",
      "ack();\n    const ending = await settleOne(",
    ),
  },
  plant(
    "a process says that it is further than it is",
    "runtime/processes/manager-follower.ts",
    "...{ stream, seq, floor },",
    "...{ stream, seq, floor: seq + Math.min(floor, 0) },",
  ),
  plant(
    "a process's command has another id each time",
    "runtime/processes/perform.ts",
    "const id = `${name}:${aggregate}:${version}:${index}`;",
    "const id = `${name}:${aggregate}:${version}:${index}:${deps.now()}`;",
  ),
  {
    certain: ["node-crashes", "lost-answers"],
    ...plant(
      "a register forgets commands that may still come again",
      "runtime/activation/register.ts",
      "if (seq <= process.floor) process.commands.delete(known);",
      "if (known !== id && seq > 0) process.commands.delete(known);",
    ),
  },
  plant(
    "what one aggregate caused is done side by side",
    "runtime/processes/in-order.ts",
    "(this.#last.get(key) ?? Promise.resolve()).then(work)",
    "Promise.resolve().then(work)",
  ),
  {
    certain: ["timers-lost"],
    ...plant(
      "a timer that was lost is not armed again",
      "runtime/processes/reconciler.ts",
      "await this.deps.timers.arm(timer);",
      "",
    ),
  },
  plant(
    "a timer fires before its time",
    "memory/timers.ts",
    "run(timer, Math.max(clock.now(), Date.parse(timer.at)));",
    "run(timer, clock.now());",
  ),
  {
    certain: ["log-stalls", "node-partitions"],
    ...plant(
      "a process's command that was not decided is taken for done",
      "runtime/processes/send.ts",
      'if (reply.kind === "unavailable") throw new NotNow(`${type} to ${message.aggregate}: ${reply.reason}`);',
      'if (reply.kind === "unavailable") return { kind: "refused", code: "order/not-found", version: 0 };',
    ),
  },
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: they are code, not templates
