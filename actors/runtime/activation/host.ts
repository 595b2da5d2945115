import { LRUCache } from "lru-cache";
import type { ActorMessage, Reply } from "#contracts/command/message.ts";
import type { Registry } from "../aggregate.ts";
import { Activation, type ActivationDeps } from "./activation.ts";

/** Sends a message to an aggregate, wherever it lives, and waits for the answer. */
export type Send = (message: ActorMessage) => Promise<Reply>;

/** Idle aggregates kept in memory; forgetting one costs a read of its log, nothing else. */
const idleMax = 50_000;

/** Messages taken and not answered yet; beyond this, more are refused before any work is done. */
const inHandMax = 10_000;

export interface HostDeps extends ActivationDeps {
  /** Whether the log has so much of this node to write that no more should be begun. */
  readonly isFull: () => boolean;
  readonly inHandMax?: number;
  readonly idleMax?: number;
}

/** The activations of one node: made when a message comes, kept while busy, then in a bounded LRU. */
export class ActorHost {
  readonly #busy = new Map<string, Activation>();
  readonly #idle: LRUCache<string, Activation>;

  /** Counted until the answer: while the log is away, what cannot be settled stays in memory. */
  #inHand = 0;

  constructor(
    readonly find: Registry,
    readonly deps: HostDeps,
  ) {
    this.#idle = new LRUCache({ max: deps.idleMax ?? idleMax });
  }

  readonly send: Send = async (message) => {
    const { aggregate: id, deadline } = message;
    const aggregate = this.find(id);
    const known =
      aggregate && (message.kind === "read" || Object.hasOwn(aggregate.decider.decide, message.command.type));
    if (!known) return { kind: "refused", code: "command/unknown", version: 0 };
    if (deadline < this.deps.now()) return { kind: "unavailable", reason: "expired" };
    if (this.#inHand >= (this.deps.inHandMax ?? inHandMax) || this.deps.isFull())
      return { kind: "unavailable", reason: "busy" };
    this.#inHand += 1;
    try {
      return await this.#activate(id).send(message);
    } finally {
      this.#inHand -= 1;
    }
  };

  get residents(): number {
    return this.#busy.size + this.#idle.size;
  }

  get busy(): number {
    return this.#busy.size;
  }

  /** Aggregates in memory that are not busy. */
  idle(): string[] {
    return [...this.#idle.keys()];
  }

  /** Forgets an aggregate that is not busy. */
  passivate(id: string): void {
    this.#idle.delete(id);
  }

  /** One function for all activations: there are many of them. */
  readonly #rest = (activation: Activation): void => {
    this.#busy.delete(activation.id);
    this.#idle.set(activation.id, activation);
  };

  #activate(id: string): Activation {
    const known = this.#busy.get(id) ?? this.#idle.get(id);
    if (known) {
      this.#idle.delete(id);
      this.#busy.set(id, known);
      return known;
    }
    const aggregate = this.find(id);
    if (!aggregate) throw new Error(`no aggregate for ${id}`);
    const activation = new Activation(id, aggregate, this.deps, this.#rest);
    this.#busy.set(id, activation);
    return activation;
  }
}
