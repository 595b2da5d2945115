import { z } from "zod";

/** `joining` is not ready yet, `draining` finishes what it holds; only `active` nodes are given work. */
export const NodeState = z.enum(["joining", "active", "draining"]);
export type NodeState = z.infer<typeof NodeState>;

/** How much a node has to do, as of its last renewal. */
export const NodeLoad = z.object({
  /** Aggregates in memory, and those of them that are at work. */
  residents: z.int().nonnegative(),
  busy: z.int().nonnegative(),
  /** Appends that wait for the log. */
  waitingAppends: z.int().nonnegative(),
  /** How late the node's own timer was: what everything else on it waits, too. */
  loopDelayMs: z.number().nonnegative(),
});
export type NodeLoad = z.infer<typeof NodeLoad>;

export const noLoad: NodeLoad = { residents: 0, busy: 0, waitingAppends: 0, loopDelayMs: 0 };

/** What a node announces about itself, again and again while it lives. What a release leaves out has a default. */
export const NodeLease = z.object({
  id: z.string(),
  /** Tells one run of a node from the next, and two processes that were given one id. */
  incarnation: z.string().default(""),
  roles: z.array(z.string()),
  state: NodeState,
  /** Its weight in ranking: a node of 2 is given twice the aggregates of a node of 1. */
  capacity: z.number().positive().default(1),
  release: z.string().default("unknown"),
  /** The events it can fold, each as `prefix/type.version`. */
  reads: z.array(z.string()).default([]),
  load: NodeLoad.default(noLoad),
});
export type NodeLease = z.infer<typeof NodeLease>;
