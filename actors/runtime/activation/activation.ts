import type { ActorMessage, CommandMessage, Reply, Unavailable } from "#contracts/command/message.ts";
import { UnreadableEvent } from "#contracts/log/history.ts";
import { LogGap } from "#contracts/log/reader.ts";
import type { AnyAggregate } from "../aggregate.ts";
import { ArchiveUnavailable } from "../archive/aggregate-archive.ts";
import { appendUntilKnown, type Pause } from "../log/append.ts";
import { CommitInvalid, type EventLog, LogUnavailable } from "../log/event-log.ts";
import { emptyFold, type Fold, replay } from "./fold.ts";
import { foldFromSnapshot, type Snapshots, snapshotOf } from "./snapshots.ts";
import { settle, takeTurn } from "./turn.ts";

/** Messages waiting for one aggregate; more are answered `busy` before any work is done. */
export const mailboxMax = 256;
/** Commands decided together and written as one commit. */
const commandsPerCommitMax = 64;
/** How often one turn starts over because other activations commit first, before its senders are told to come back. */
const turnsMax = 8;

interface Waiting {
  readonly message: ActorMessage;
  readonly answer: (reply: Reply) => void;
}

export interface ActivationDeps {
  readonly log: EventLog;
  readonly pause: Pause;
  /** Epoch ms. */
  readonly now: () => number;
  /** Told of damage and bugs: they must be heard, not only answered. */
  readonly report: (error: unknown) => void;
  /** Spares aggregates with long logs reading them from the start; without it they are read whole. */
  readonly snapshots?: Snapshots | undefined;
}

const unavailable = (reason: Unavailable["reason"]): Unavailable => ({ kind: "unavailable", reason });

/**
 * One aggregate in memory. It has at most one append in flight; what arrives meanwhile waits in its mailbox and is
 * decided together. It answers nothing that the log does not confirm: an accepted command when its append was
 * acknowledged, a refusal or a read when the head it was decided on is still the log's. So two activations of one
 * aggregate waste work and never contradict each other.
 */
export class Activation {
  #mailbox: Waiting[] = [];
  #running = false;
  #fold: Fold | undefined;

  constructor(
    readonly id: string,
    readonly aggregate: AnyAggregate,
    readonly deps: ActivationDeps,
    /** Called when the mailbox has run empty. */
    readonly onIdle: (activation: Activation) => void,
  ) {}

  send(message: ActorMessage): Promise<Reply> {
    if (this.#mailbox.length >= mailboxMax) return Promise.resolve(unavailable("busy"));
    const reply = new Promise<Reply>((answer) => this.#mailbox.push({ message, answer }));
    if (!this.#running) void this.#run();
    return reply;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#mailbox.length > 0) {
      await this.#turn(this.#timely(this.#mailbox.splice(0, commandsPerCommitMax)));
    }
    this.#running = false;
    this.onIdle(this);
  }

  /** Drops what nobody waits for any more: its sender may have asked elsewhere since, and been refused. */
  #timely(batch: readonly Waiting[]): readonly Waiting[] {
    const now = this.deps.now();
    const isLate = ({ message }: Waiting) => message.deadline < now;
    if (!batch.some(isLate)) return batch;
    for (const { answer } of batch.filter(isLate)) answer(unavailable("expired"));
    return batch.filter((waiting) => !isLate(waiting));
  }

  async #turn(batch: readonly Waiting[]): Promise<void> {
    try {
      for (let turn = 0; turn < turnsMax && batch.length > 0; turn++) {
        if (await this.#attempt(batch)) return;
        this.#fold = undefined; // Another activation was first: what is in memory is the past.
      }
      for (const { answer } of batch) answer(unavailable("busy"));
    } catch (error) {
      const wasFresh = this.#isFresh;
      this.#fold = undefined;
      // Decided on what was in memory, while the log may hold an answer: it is read before anybody is refused.
      if (error instanceof CommitInvalid) return wasFresh ? this.#refuseInvalid(batch, error) : this.#turn(batch);
      const reason = reasonOf(error);
      for (const { answer } of batch) answer(unavailable(reason));
      if (!(error instanceof LogUnavailable)) this.deps.report(error);
    }
  }

  /** One pass over the batch; false when the log has moved on and it must be decided again. */
  async #attempt(waiting: readonly Waiting[]): Promise<boolean> {
    const fold = await this.#current(waiting);
    const batch = this.#timely(waiting); // Reading takes its time, and a node may be paused meanwhile.
    if (batch.length === 0) return true;
    const commands = batch.filter(isCommand);
    const turn = takeTurn(
      this.aggregate,
      fold,
      commands.map(({ message }) => message),
    );
    if (turn.commit) {
      // Nobody but a retry writes the first commit of an id; any other head may have moved since it was read.
      const maybeStale = fold.version > 0 && !this.#wroteHead;
      const seq = await appendUntilKnown(this.deps.log, this.id, turn.commit, this.deps.pause, { maybeStale });
      this.#wroteHead = seq !== "conflict";
      if (seq === "conflict") return false;
      this.#fold = settle(fold, { ...turn, commit: turn.commit }, seq);
      this.#putAside(this.#fold);
    } else if ((await this.deps.log.head(this.id)) !== fold.head) return false;
    const { version, state, head } = this.#fold ?? fold;
    commands.forEach(({ answer }, i) => {
      const reply = turn.answers[i];
      if (reply) answer(reply.kind === "accepted" ? { ...reply, seq: head } : reply);
    });
    for (const { message, answer } of batch) if (message.kind === "read") answer({ kind: "state", version, state });
    return true;
  }

  /** The fold in memory, or the log's. A creation is first decided on nothing: the append tells if there was something. */
  async #current(batch: readonly Waiting[]): Promise<Fold> {
    this.#isFresh = false;
    if (this.#fold) return this.#fold;
    const first = batch[0]?.message;
    const guess = first?.kind === "command" && this.aggregate.creates.has(first.command.type) && !this.#guessed;
    this.#guessed = true;
    this.#fold = guess ? emptyFold(this.aggregate) : await this.#read();
    this.#isFresh = !guess;
    return this.#fold;
  }
  #guessed = false;
  /** Whether the fold at hand was read from the log for this very turn. */
  #isFresh = false;

  async #read(): Promise<Fold> {
    const { aggregate, deps, id } = this;
    const usesSnapshots = deps.snapshots && aggregate.snapshotEvery !== undefined;
    const start = usesSnapshots ? await foldFromSnapshot(deps.snapshots, aggregate, id) : emptyFold(aggregate);
    this.#snapshotVersion = start.version;
    const { version, head: seq } = start;
    const fold = replay(aggregate, start, await deps.log.load(id, version === 0 ? undefined : { version, seq }));
    this.#putAside(fold);
    return fold;
  }

  /** Keeps a snapshot when enough has come since the last. Nobody waits for it, and nothing is lost without it. */
  #putAside(fold: Fold): void {
    const { aggregate, deps, id } = this;
    const { snapshotEvery: every } = aggregate;
    if (!deps.snapshots || every === undefined || fold.version - this.#snapshotVersion < every) return;
    this.#snapshotVersion = fold.version;
    deps.snapshots.store.save(id, snapshotOf(deps.snapshots, aggregate, fold)).catch(() => {});
  }
  #snapshotVersion = 0;
  /** Whether the head in memory is that of an append of our own. */
  #wroteHead = false;

  /** A batch whose commit may not be written is decided one by one, so that only the one at fault is refused. */
  async #refuseInvalid(batch: readonly Waiting[], error: CommitInvalid): Promise<void> {
    if (batch.length > 1) {
      for (const waiting of batch) await this.#turn([waiting]);
      return;
    }
    const window = this.aggregate.createWindow?.refusal ?? "command/unknown";
    const code = error.reason === "create-window-closed" ? window : "command/too-large";
    for (const { answer } of batch) answer({ kind: "refused", code, version: 0 });
  }
}

const isCommand = (waiting: Waiting): waiting is Waiting & { message: CommandMessage } =>
  waiting.message.kind === "command";

function reasonOf(error: unknown): Unavailable["reason"] {
  if (error instanceof ArchiveUnavailable) return "archive-unavailable";
  if (error instanceof LogUnavailable) return "log-unavailable";
  if (error instanceof UnreadableEvent || error instanceof LogGap) return "unreadable";
  return "failed";
}
