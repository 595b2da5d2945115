import { finding } from "#contracts/pricing/finding.ts";
import { type Analysis, createAnalyser } from "../geometry/analyser.ts";
import type { AnalysisLimits } from "../geometry/limits.ts";
import { both } from "../geometry/reader.ts";
import { TriangleSums } from "../geometry/sums.ts";
import { type Bodies, examine, type Topology, unseen } from "./examine.ts";
import { WeldedMesh } from "./welded-mesh.ts";

/** Another version may find more or say it differently; it is stored with what was found. */
export const examinerVersion = "topology/1";

/** Larger models are priced without a closer look: it holds all their corners in memory. */
export const examinedTrianglesMax = 4_000_000;

export interface Examined {
  readonly analysis: Analysis;
  readonly topology: Topology;
  /** Null where the surface is not closed or was not examined. */
  readonly bodies: Bodies | null;
}

/** Reads a model file a second time, now for how its triangles hang together. Never throws, whatever the bytes are. */
export function createExamination(limits: AnalysisLimits) {
  const mesh = new WeldedMesh(Math.min(examinedTrianglesMax, limits.trianglesMax));
  const sums = new TriangleSums(limits.trianglesMax);
  const analyser = createAnalyser(limits, both(sums, mesh));
  return {
    push: (chunk: Uint8Array): void => analyser.push(chunk),
    finish: async (): Promise<Examined> => {
      const analysis = await analyser.finish();
      if (analysis.bbox === null || mesh.triangles !== analysis.triangles) {
        return { analysis, topology: notExamined(analysis, mesh.exceeded), bodies: null };
      }
      return { analysis, ...examine(mesh, sums.total()) };
    },
  };
}

/** Unreadable files have been told so; of the others something is left unsaid. */
function notExamined({ bbox }: Analysis, exceeded: boolean): Topology {
  const why = exceeded
    ? `it has more than ${examinedTrianglesMax.toLocaleString("en")} triangles`
    : "it repeats its parts";
  const message = `How the model's triangles hang together was not examined, because ${why}.`;
  return {
    ...unseen,
    closed: null,
    welded: false,
    shells: null,
    edges: null,
    euler: null,
    genus: null,
    volume: null,
    volumeRange: null,
    findings: bbox === null ? [] : [finding("model/not-examined", message)],
  };
}
