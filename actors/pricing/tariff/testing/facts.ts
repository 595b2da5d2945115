import type { ModelFacts } from "#contracts/pricing/facts.ts";

type Measures = Partial<ModelFacts>;

/** Facts of a closed model, in a file that states no unit; each test says what it measures. */
export const facts = (measures: Measures = {}): ModelFacts => ({
  analyser: "stl/1",
  sha256: "0".repeat(64),
  format: "stl-binary",
  bytes: 684,
  triangles: 12,
  volume: 500,
  area: 600,
  units: null,
  closed: true,
  shells: 1,
  bbox: { min: [0, 0, 0], max: [20, 20, 5] },
  findings: [],
  ...measures,
});

/** Facts of a model with this box, mm. */
export const sized = (x: number, y: number, z: number, measures: Measures = {}): ModelFacts =>
  facts({ bbox: { min: [0, 0, 0], max: [x, y, z] }, ...measures });
