import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readModels } from "#db/rebuild.ts";
import { dump } from "#db/testing/database.ts";
import { runNodeTool } from "#dev/stack/node.ts";
import type { TestNode } from "#dev/testing/node.ts";
import type { BusinessDatabase, Installation } from "./installation.ts";

/** All rows of a database, table by table. */
export async function rowsOf({ databases }: Installation, name: BusinessDatabase): Promise<Record<string, string[]>> {
  const tables = readModels[name].tables.map(async (table) => [table, await dump(databases[name], table)]);
  return Object.fromEntries(await Promise.all(tables));
}

/** What one of the node's own tools says when it is run on a node's servers. */
export async function runTool({ env }: TestNode, name: "rebuild" | "repartition", args: string[]): Promise<string> {
  const logs = mkdtempSync(join(tmpdir(), "bezel-tool-"));
  try {
    return await runNodeTool({ name, args, env: { ...env }, logs });
  } finally {
    rmSync(logs, { recursive: true });
  }
}

/** What `./bezel rebuild` runs. */
export const rebuild = (node: TestNode, name: BusinessDatabase): Promise<string> => runTool(node, "rebuild", [name]);
