import type { Commit, StoredCommit } from "#contracts/log/commit.ts";
import type { LogArchive } from "#contracts/log/reader.ts";
import type { Pool } from "../pool.ts";

interface Row {
  readonly aggregate: string;
  readonly stream: number;
  readonly seq: number;
  readonly commit: Commit;
}

/** At most `limit` commits of a stream after a sequence, in order: what a stream is restored from. */
export async function commitsOfStream(
  pool: Pool,
  { stream, afterSeq, limit }: { stream: number; afterSeq: number; limit: number },
): Promise<StoredCommit[]> {
  const rows = await pool.query(
    (sql) => sql<Row[]>`
      SELECT aggregate, stream, seq, body AS commit FROM stream_commits
      WHERE stream = ${stream} AND seq > ${afterSeq} ORDER BY seq LIMIT ${limit}`,
  );
  return [...rows];
}

/** What readers of the log ask for where it has holes. */
export const logArchive =
  (pool: Pool): LogArchive =>
  (stream, from, to) =>
    commitsOfStream(pool, { stream, afterSeq: from - 1, limit: to - from + 1 }).then((commits) =>
      commits.filter(({ seq }) => seq <= to),
    );

/** All commits of one aggregate, in order. */
export async function commitsOf(pool: Pool, aggregate: string): Promise<StoredCommit[]> {
  const rows = await pool.query(
    (sql) => sql<Row[]>`
      SELECT aggregate, stream, seq, body AS commit FROM commits WHERE aggregate = ${aggregate} ORDER BY version`,
  );
  return [...rows];
}
