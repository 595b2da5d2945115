import { type Aim, publish, type Row } from "../../result.ts";
import { lanes } from "./lanes.ts";
import { responsiveness } from "./responsiveness.ts";
import { settings } from "./settings.ts";
import { twoNodes } from "./two-nodes.ts";
import { uploads } from "./uploads.ts";

const columns = ["what", "count", "p50 ms", "p95 ms", "p99 ms", "MB", "prices/s", "node's CPU s"];
const withAllColumns = (row: Row): Row => Object.fromEntries(columns.map((column) => [column, row[column] ?? ""]));

const parts: Record<string, () => Promise<{ rows: Row[]; aims: Aim[] }>> = {
  uploads,
  lanes,
  responsiveness,
  "two-nodes": twoNodes,
};

/** Prices as clients of running nodes get them. */
export async function served(): Promise<void> {
  const wanted = Object.entries(parts).filter(([name]) => settings.parts?.includes(name) ?? true);
  const results: { rows: Row[]; aims: Aim[] }[] = [];
  for (const [, part] of wanted) results.push(await part());
  publish({
    name: "pricing-served",
    rows: results.flatMap(({ rows }) => rows).map(withAllColumns),
    aims: results.flatMap(({ aims }) => aims),
  });
}
