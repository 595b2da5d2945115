import { z } from "zod";
import type { ModelFacts } from "./facts.ts";
import { Finding } from "./finding.ts";

/**
 * How a model's triangles hang together: what one pass over them cannot tell. Found after the facts, by content hash and
 * the examiner's version; it confirms a price or flags it. Null is what was not examined, with a finding that says why.
 */
export const ModelTopology = z.object({
  /** What examined it and its version, such as topology/1. */
  examiner: z.string().regex(/^[a-z0-9]+\/[0-9]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Every edge has its opposite, if need be after joining corners that are as good as the same. */
  closed: z.boolean().nullable(),
  /** Corners had to be joined. */
  welded: z.boolean(),
  /** Connected surfaces. */
  shells: z.int().nonnegative().nullable(),
  edges: z
    .object({
      open: z.int().nonnegative(),
      flipped: z.int().nonnegative(),
      nonManifold: z.int().nonnegative(),
    })
    .nullable(),
  /** Corners − edges + triangles. */
  euler: z.int().nullable(),
  /** How many handles all shells have together; null unless the surface is closed and no edge has more than two triangles. */
  genus: z.int().nonnegative().nullable(),
  /** The volume of a closed surface: outer shells add, shells within them subtract. */
  volume: z.number().positive().nullable(),
  /** Of an open surface: what its volume may be, depending on what would close it. */
  volumeRange: z.tuple([z.number().nonnegative(), z.number().nonnegative()]).nullable(),
  /** What overlapping shells enclose together, where that is less than they do one by one. */
  united: z.number().positive().nullable(),
  /** Volume of the convex hull. */
  hull: z.number().nonnegative().nullable(),
  /** An estimate, by rays from the middle of triangles. */
  thinnestWall: z.number().positive().nullable(),
  selfIntersecting: z.boolean().nullable(),
  findings: z.array(Finding),
});
export type ModelTopology = z.infer<typeof ModelTopology>;

/** Findings of the first pass that a closer look replaces by its own. */
const provisional = new Set<Finding["code"]>(["model/not-closed"]);

const rank = { error: 0, warning: 1, info: 2 } as const;
const gravestFirst = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]);

/** The facts as they stand after a closer look. */
export function examined(facts: ModelFacts, topology: ModelTopology): ModelFacts {
  if (topology.closed === null) return { ...facts, findings: gravestFirst([...facts.findings, ...topology.findings]) };
  const kept = facts.findings.filter(({ code }) => !provisional.has(code));
  const { closed, shells, hull } = topology;
  const volume = closed ? (facts.volume ?? topology.volume) : null;
  return { ...facts, closed, shells, volume, hull, findings: gravestFirst([...topology.findings, ...kept]) };
}
