import { demoPriceBook } from "#actors/pricing/tariff/demo-book.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { Answer } from "./answer.ts";
import type { ModelPrice } from "./prices.ts";

/** The answer for people: facts, findings, a price for each material and each unit the file may be in. */
export function answerText({ file, facts, prices, ms }: Answer): string {
  const lines = [file, ...factLines(facts, ms), ...findingLines(facts), ...priceLines(prices)];
  return `${lines.join("\n")}\n`;
}

const figure = (value: number) => value.toLocaleString("en", { maximumSignificantDigits: 10, useGrouping: false });

function factLines({ format, bytes, triangles, volume, area, bbox, units, closed, shells }: ModelFacts, ms: number) {
  const unit = units ?? "unit not stated";
  const size = bbox?.max.map((max, axis) => figure(max - bbox.min[axis]!)).join(" × ");
  const rows: [string, string | undefined][] = [
    ["format", `${format}, ${bytes.toLocaleString("en")} bytes, ${unit}`],
    ["triangles", triangles.toLocaleString("en")],
    ["volume", volume === null ? "none" : figure(volume)],
    ["area", area === null ? undefined : figure(area)],
    ["size", size],
    ["surface", closed === null ? undefined : closed ? "closed" : "not closed"],
    ["shells", shells === null ? undefined : String(shells)],
    ["took", `${ms.toFixed(1)} ms`],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(10)} ${value}`]));
}

const findingLines = ({ findings }: ModelFacts) =>
  findings.map(({ severity, code, message }) => `  ${severity.padEnd(10)} ${code}: ${message}`);

function priceLines(prices: readonly ModelPrice[]): string[] {
  const units = [...new Set(prices.map(({ unit }) => unit))];
  if (units.length === 0) return ["  No price."];
  const heading = `  ${"price with tax".padEnd(28)}${units.map((unit) => `if in ${unit}`.padStart(22)).join("")}`;
  const materials = [...new Set(prices.map(({ material }) => material))];
  const rows = materials.map((material) => {
    const cells = units.map((unit) => cell(prices.find((price) => price.material === material && price.unit === unit)));
    return `  ${(demoPriceBook.materials[material]?.name ?? material).padEnd(28)}${cells.join("")}`;
  });
  return [units.length === 1 ? heading.replace("if in", "in") : heading, ...rows];
}

function cell(price: ModelPrice | undefined): string {
  if (!price) return "cannot be made".padStart(22);
  return `${price.atMost ? "≤ " : ""}${price.currency} ${(price.total / 100).toLocaleString("en", { minimumFractionDigits: 2 })}`.padStart(
    22,
  );
}
