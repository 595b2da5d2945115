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

/** A column for each unit the file may be in and each quantity asked for. */
interface Column {
  readonly heading: string;
  readonly holds: (price: ModelPrice) => boolean;
}

function columnsOf(prices: readonly ModelPrice[]): Column[] {
  const units = [...new Set(prices.map(({ unit }) => unit))];
  const quantities = [...new Set(prices.map(({ quantity }) => quantity))];
  const unitSaid = (unit: string) => (units.length === 1 ? `in ${unit}` : `if in ${unit}`);
  return units.flatMap((unit) =>
    quantities.map((quantity) => ({
      heading: quantities.length === 1 ? unitSaid(unit) : `${quantity} ${unitSaid(unit)}`,
      holds: (price) => price.unit === unit && price.quantity === quantity,
    })),
  );
}

function priceLines(prices: readonly ModelPrice[]): string[] {
  const columns = columnsOf(prices);
  if (columns.length === 0) return ["  No price."];
  const heading = `  ${"price with tax".padEnd(28)}${columns.map((column) => column.heading.padStart(22)).join("")}`;
  const materials = [...new Set(prices.map(({ material }) => material))];
  const rows = materials.map((material) => {
    const own = prices.filter((price) => price.material === material);
    const cells = columns.map(({ holds }) => cell(own.find(holds))).join("");
    const days = own[0]?.leadTimeDays;
    const name = demoPriceBook.materials[material]?.name ?? material;
    return `  ${name.padEnd(28)}${cells}${days === undefined ? "" : `${days} days`.padStart(10)}`;
  });
  return [heading, ...rows];
}

function cell(price: ModelPrice | undefined): string {
  if (!price) return "cannot be made".padStart(22);
  return `${price.atMost ? "≤ " : ""}${price.currency} ${(price.total / 100).toLocaleString("en", { minimumFractionDigits: 2 })}`.padStart(
    22,
  );
}
