import type { NodeInfo } from "../runtime/placement.ts";

/** A node that has not renewed for this long is taken for gone, ms. */
export const leaseMs = 6_000;

/**
 * The nodes as this one sees them. Time passes only while something is heard: when the bucket falls silent it is the
 * bucket that is gone and not everybody else, and the last view stays in use.
 */
export class LeaseView {
  readonly #seen = new Map<string, { node: NodeInfo; at: number }>();
  #heardAt = 0;

  constructor(
    /** Needs no lease to know that it is there. */
    readonly self: string,
    /** By the monotonic clock, ms. */
    readonly now: () => number,
  ) {}

  /** Listening begins, perhaps again: whoever was there gets the time of a lease to be heard. */
  begin(): void {
    this.#heardAt = this.now();
    for (const [id, { node }] of this.#seen) this.#seen.set(id, { node, at: this.#heardAt });
  }

  saw(node: NodeInfo): void {
    this.#heardAt = this.now();
    this.#seen.set(node.id, { node, at: this.#heardAt });
  }

  lost(id: string): void {
    this.#seen.delete(id);
  }

  /** Whether not even this node's own renewals have been heard lately. */
  isSilent(): boolean {
    return this.now() - this.#heardAt >= leaseMs;
  }

  nodes(): NodeInfo[] {
    const alive = [...this.#seen.values()].filter(
      ({ node, at }) => node.id === this.self || this.#heardAt - at < leaseMs,
    );
    return alive.map(({ node }) => node);
  }
}
