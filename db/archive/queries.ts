import type { Commit, StoredCommit } from "#contracts/log/commit.ts";
import type { Pool } from "../pool.ts";

/** At most `limit` commits of a stream after a sequence, in order: what a stream is restored from. */
export async function commitsOfStream(
  pool: Pool,
  { stream, afterSeq, limit }: { stream: number; afterSeq: number; limit: number },
): Promise<StoredCommit[]> {
  const rows = await pool.query(
    (sql) => sql<{ aggregate: string; stream: number; seq: number; commit: Commit }[]>`
      SELECT aggregate, stream, seq, body AS commit FROM commits
      WHERE stream = ${stream} AND seq > ${afterSeq} ORDER BY seq LIMIT ${limit}`,
  );
  return [...rows];
}
