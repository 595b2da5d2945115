import type { Operation } from "#dev/checker/history.ts";

/** What the generator does; given as JSON on its command line. It begins at once and stops when its input closes. */
export interface LoadPlan {
  /** Of every gateway, dead or alive. */
  readonly urls: readonly string[];
  readonly apiKey: string;
  readonly accountId: string;
  readonly seed: number;
  /** Orders begun a second, whatever becomes of those before (open model). */
  readonly ratePerSecond: number;
  /** Where the history goes. */
  readonly file: string;
}

/** An attempt that brought no answer that counts, epoch ms. */
export interface Miss {
  readonly atMs: number;
  /** `unknown`: the line was lost or nothing came in time, so it may have been done; `failed`: it said "not now". */
  readonly kind: "unknown" | "failed";
}

/** One order's creation in time, epoch ms: when it was meant to begin and when it was acknowledged. */
export interface Placed {
  readonly order: string;
  readonly meantMs: number;
  readonly acknowledgedMs: number;
}

/** All the generator saw. */
export interface History {
  readonly operations: readonly Operation[];
  readonly placed: readonly Placed[];
  readonly misses: readonly Miss[];
  /** Requests sent again under their key after their answer, and what was answered differently then. */
  readonly repeats: number;
  readonly repeatedOtherwise: readonly string[];
}
