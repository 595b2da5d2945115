import type { ActorMessage } from "#contracts/command/message.ts";
import type { CommittedCommand, StoredCommit } from "#contracts/log/commit.ts";
import { LogGap } from "#contracts/log/reader.ts";
import { partitionOf } from "#contracts/shared/subjects.ts";
import { memoryDeadLetters } from "../../memory/dead-letters.ts";
import { memorySnapshotStore } from "../../memory/snapshot-store.ts";
import type { Send } from "../../runtime/activation/host.ts";
import type { NodeInfo } from "../../runtime/placement/placement.ts";
import type { Delivery } from "../../runtime/processes/delivery.ts";
import type { FaultKind } from "../faults/kinds.ts";
import type { Plan } from "../faults/plan.ts";
import { Dice } from "../kernel/dice.ts";
import { Kernel } from "../kernel/kernel.ts";
import type { Life } from "../kernel/life.ts";
import type { Plants } from "../plants/plants.ts";
import { Place } from "../processes/place.ts";
import { TimerServer } from "../processes/timer-server.ts";
import { type LogServer, logServer } from "./log-server.ts";
import { Network } from "./network.ts";
import { type Node, startNode } from "./node.ts";

/** Of messages, when the network reorders: often, and none is harmed. */
const reorderedShare = 0.5;

/** Several nodes, the log and the network between them, all in virtual time. */
export class World {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly logs: readonly LogServer[];
  readonly nodes: Node[] = [];
  readonly snapshots = memorySnapshotStore();
  readonly letters = memoryDeadLetters();
  readonly timers: TimerServer;
  readonly #places = new Map<string, Place>();
  /** What nodes reported: damage and bugs. */
  readonly reports: string[] = [];
  /** Messages of which the network made two. */
  readonly doubledIds = new Set<string>();
  /** Pairs of processes between which nothing gets through. */
  readonly cuts = new Set<string>();
  /** What a node takes for the cluster, while it is wrong about it. */
  readonly wrongViews = new Map<number, (real: readonly NodeInfo[]) => readonly NodeInfo[]>();
  /** Aborted when the run is over: a signal that somebody listens to is never collected, nor what hangs on it. */
  readonly ended = new AbortController();
  readonly dice: Dice;
  readonly #faultDice: Dice;
  #healed = false;
  #starts = 0;

  constructor(
    readonly plan: Plan,
    readonly plants: Plants,
  ) {
    this.kernel = new Kernel(plan.beginsAtMs);
    this.dice = new Dice(plan.seed + 1);
    this.#faultDice = this.dice.fork();
    this.network = new Network(this.kernel, this.dice.fork(), {
      strikes: (kind) => this.#strikes(kind),
      isCut: (from, to) => this.cuts.size > 0 && this.cuts.has(`${from} ${to}`),
    });
    this.logs = Array.from({ length: plan.streams }, (_, stream) => logServer(stream));
    this.timers = new TimerServer(this.kernel);
    for (let index = 0; index < plan.nodes; index++) this.start(index);
  }

  readonly streamOf = (id: string): number => partitionOf(id) % this.plan.streams;

  /** The aggregate's commits, as the log holds them now. */
  commitsOf(id: string): readonly StoredCommit[] {
    return this.logs[this.streamOf(id)]?.of(id) ?? [];
  }

  /** A process's durable place in a log stream. */
  placeIn(stream: number, process: string): Place {
    const key = `${process}/${stream}`;
    const known = this.#places.get(key);
    if (known) return known;
    const entries = this.logs[stream]?.entries ?? [];
    const at = (seq: number): Delivery => {
      const { aggregate, commit } = entries[seq - 1] as StoredCommit;
      return { aggregate, stream, seq, data: new TextEncoder().encode(JSON.stringify(commit)) };
    };
    const place = new Place(key, { length: () => entries.length, at });
    this.#places.set(key, place);
    return place;
  }

  /** Whether processes have nothing before them. */
  get isAtRest(): boolean {
    return this.timers.place.isCaughtUp && [...this.#places.values()].every(({ isCaughtUp }) => isCaughtUp);
  }

  /** Starts a node, perhaps again. */
  start(index: number): void {
    this.nodes[index] = startNode(this, index, ++this.#starts);
  }

  nodeNamed(id: string): Node | undefined {
    return this.nodes.find(({ info }) => info.id === id);
  }

  /** No faults from now on. */
  heal(): void {
    this.#healed = true;
    this.cuts.clear();
    this.wrongViews.clear();
  }

  announce(from: Life, info: NodeInfo): void {
    for (const { life, saw } of this.nodes) this.network.tell(from, life, `${info.id} is there`, () => saw(info));
  }

  seenBy(index: number, real: readonly NodeInfo[]): readonly NodeInfo[] {
    return this.wrongViews.get(index)?.(real) ?? real;
  }

  /** A node's answers: none may say what the log does not say by now, or be given to what came after its deadline. */
  watched(send: Send, life: Life): Send {
    return async (message) => {
      const isLate = message.deadline < this.kernel.wallClock(life);
      const wasDone = this.#isInLog(message);
      const isTimer = message.kind === "command" && message.id.startsWith("timer:");
      if (isTimer && Date.parse(message.at) > this.kernel.beginsAtMs + this.kernel.nowMs) {
        this.report(`early: ${message.id} fired before its time`);
      }
      const reply = await send(message);
      if (wasDone && reply.kind === "refused") this.report(`forgotten: ${message.aggregate} refused what it had done`);
      if (isLate && reply.kind !== "unavailable") this.report(`late: ${message.aggregate} was worked on too late`);
      const { length } = this.commitsOf(message.aggregate);
      if ("version" in reply && reply.version > length) {
        this.report(`early: ${message.aggregate} was answered version ${reply.version} of ${length}`);
      }
      return reply;
    };
  }

  /** Whether exactly this command has been done. */
  #isInLog(message: ActorMessage): boolean {
    if (message.kind === "read") return false;
    const { id, fingerprint } = message;
    const isIt = (command: CommittedCommand) => command.id === id && command.fingerprint === fingerprint;
    return this.commitsOf(message.aggregate).some(({ commit }) => commit.commands.some(isIt));
  }

  report(what: string, error?: unknown): void {
    // Damage is to be reported where it is the fault, and nowhere else.
    const isForeseen = error instanceof LogGap && this.plan.kinds.has("damaged-reads");
    if (!isForeseen) this.reports.push(what);
  }

  doubled(message: ActorMessage): void {
    if (message.kind === "command") this.doubledIds.add(message.id);
  }

  #strikes(kind: FaultKind): boolean {
    if (this.#healed || !this.plan.kinds.has(kind)) return false;
    return this.#faultDice.chance(kind === "reordering" ? reorderedShare : this.plan.messageFaults);
  }
}
