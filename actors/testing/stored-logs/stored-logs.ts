import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Commit } from "#contracts/log/commit.ts";

/** A whole log as an earlier release wrote it, and the state that release folded it to. */
const StoredLog = z.object({
  aggregate: z.string(),
  state: z.record(z.string(), z.unknown()),
  commits: z.array(z.object({ seq: z.int(), commit: Commit })),
});
export type StoredLog = z.infer<typeof StoredLog>;

/** Logs written by the code of that release; never edited, because nothing in production is either. */
export const logsOfRelease = (release: "0.1"): StoredLog[] =>
  readFileSync(join(import.meta.dirname, `logs-of-${release}.jsonl`), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => StoredLog.parse(JSON.parse(line)));
