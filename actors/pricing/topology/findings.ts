import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { EdgeCounts } from "./edges.ts";
import type { Shell } from "./shells.ts";

export interface Examined {
  readonly walk: EdgeCounts;
  readonly closed: boolean;
  readonly welded: boolean;
  /** Triangles that lie back to back. */
  readonly sheets: number;
  readonly triangles: number;
  readonly shells: readonly Shell[];
  /** How deep each shell lies within others. */
  readonly depths: readonly number[] | null;
}

/** What a closer look says, an error first. */
export function findings({ walk, closed, welded, sheets, triangles, shells, depths }: Examined): Finding[] {
  const found: Finding[] = [];
  if (!closed) found.push(notClosed(walk));
  if (sheets === triangles && triangles > 0) found.push(allSheets());
  else if (sheets > 0) found.push(someSheets(sheets));
  if (welded) found.push(seams());
  if (walk.nonManifold > 0) found.push(nonManifold(walk.nonManifold));
  const reversed = closed && depths && sheets < triangles ? reversedAmong(shells, depths) : 0;
  if (reversed > 0 && reversed < shells.length) found.push(someReversed(reversed, shells.length));
  return found;
}

/** Shells in the open whose triangles face inwards. */
const reversedAmong = (shells: readonly Shell[], depths: readonly number[]): number =>
  shells.filter(({ volume }, i) => depths[i] === 0 && volume < 0).length;

function notClosed({ open, flipped, unbalanced }: EdgeCounts): Finding {
  const faults = [
    open > 0 && `${count(open, "edge")} of holes`,
    flipped > 0 && `${count(flipped, "edge")} between triangles that face different ways`,
    open === 0 && flipped === 0 && `${count(unbalanced, "edge")} where too many triangles meet`,
  ].filter((fault) => fault !== false);
  return finding(
    "model/not-closed",
    `The surface is not closed: ${faults.join(" and ")}. So it has no volume to price.`,
  );
}

const count = (n: number, what: string) => `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;

const allSheets = () =>
  finding("model/double-sided", "Every triangle is there twice, facing both ways: surfaces without thickness.");
const someSheets = (n: number) =>
  finding("model/double-sided", `Triangles that lie back to back, which have no thickness: ${n.toLocaleString("en")}.`);
const seams = () =>
  finding("model/seams-joined", "Corners that were as good as the same were joined; then the surface is closed.");
const nonManifold = (n: number) =>
  finding(
    "model/non-manifold",
    `More than two triangles meet at ${count(n, "edge")}; their volume is counted as it stands.`,
  );
const someReversed = (n: number, all: number) =>
  finding("model/reversed-shells", `Of ${all} separate surfaces ${n} face inwards; they may be meant to be solid.`);
