import { publish, type Row } from "../../result.ts";
import { lanes } from "./lanes.ts";
import { twoNodes } from "./two-nodes.ts";
import { uploads } from "./uploads.ts";

const columns = ["what", "count", "p50 ms", "p95 ms", "p99 ms", "MB", "prices/s"];
const withAllColumns = (row: Row): Row => Object.fromEntries(columns.map((column) => [column, row[column] ?? ""]));

/** Prices as clients of running nodes get them. */
export async function served(): Promise<void> {
  const parts = [await uploads(), await lanes(), await twoNodes()];
  publish({
    name: "pricing-served",
    rows: parts.flatMap(({ rows }) => rows).map(withAllColumns),
    aims: parts.flatMap(({ aims }) => aims),
  });
}
