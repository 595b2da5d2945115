import type { NodeInfo } from "../../runtime/placement/placement.ts";

/** A node that has not renewed for this long is taken for gone, ms. Shorter than a command's deadline. */
export const leaseMs = 3_000;
/** So that a lease survives two lost renewals. */
export const renewMs = leaseMs / 3;
/** Nothing heard for this long, not even this node's own renewals, means that it is the wire that is silent, ms. */
const silentAfterMs = renewMs * 1.5;

/**
 * The nodes as this one sees them, by its own monotonic clock. Time passes only while something is heard: in silence
 * it is the wire that is gone and not everybody else, and the last view stays in use. When the silence ends everybody
 * has the time of a lease to be heard; so it is, too, when this very process was stopped for a while.
 */
export class LeaseView {
  readonly #seen = new Map<string, { node: NodeInfo; at: number }>();
  #heardAt: number;
  #nodes: readonly NodeInfo[] = [];
  /** From when on the nodes have to be looked through again. */
  #goodUntil = Number.NEGATIVE_INFINITY;

  constructor(
    /** Needs no lease to know that it is there. */
    readonly self: string,
    /** By the monotonic clock, ms. */
    readonly now: () => number,
  ) {
    this.#heardAt = now();
  }

  saw(node: NodeInfo): void {
    const now = this.now();
    if (now - this.#heardAt > silentAfterMs)
      for (const [id, seen] of this.#seen) this.#seen.set(id, { ...seen, at: now });
    this.#heardAt = now;
    this.#seen.set(node.id, { node, at: now });
    this.#goodUntil = Number.NEGATIVE_INFINITY;
  }

  lost(id: string): void {
    if (id !== this.self) this.#seen.delete(id);
    this.#goodUntil = Number.NEGATIVE_INFINITY;
  }

  /** Those whose leases are alive; the same array as long as nothing has changed. */
  nodes(): readonly NodeInfo[] {
    const now = Math.min(this.now(), this.#heardAt + silentAfterMs);
    if (now < this.#goodUntil) return this.#nodes;
    const isAlive = ([id, { at }]: [string, { at: number }]) => id === this.self || now - at < leaseMs;
    const alive = [...this.#seen].filter(isAlive);
    this.#nodes = alive.map(([, { node }]) => node);
    const ends = alive.map(([id, { at }]) => (id === this.self ? Number.POSITIVE_INFINITY : at + leaseMs));
    this.#goodUntil = Math.min(...ends);
    return this.#nodes;
  }
}
