import type { Pool } from "../pool.ts";
import { loadPosition } from "../projection/positions.ts";

/** A log stream made by moving partitions: up to `uptoSeq` its sequences are those of its origin. */
export interface MovedStream {
  readonly stream: number;
  readonly origin: number;
  readonly incarnation: string;
  readonly uptoSeq: number;
}

/** Notes where a new stream's past stands in the archive: under its origin, and under the origins of that one. */
export async function noteOrigin(pool: Pool, { stream, origin, uptoSeq }: MovedStream): Promise<void> {
  await pool.query(
    (sql) => sql`
      INSERT INTO stream_origins (stream, origin, upto_seq)
      SELECT ${stream}::int, ${origin}::int, ${uptoSeq}::bigint
      UNION ALL
      SELECT ${stream}::int, origin, least(upto_seq, ${uptoSeq}::bigint) FROM stream_origins WHERE stream = ${origin}
      ON CONFLICT DO NOTHING`,
  );
}

/** A database has read of a new stream what it had read of the origin. */
export async function movePosition(pool: Pool, { stream, origin, incarnation, uptoSeq }: MovedStream): Promise<void> {
  const was = await loadPosition(pool, origin);
  if (!was) return; // It has never read, and begins with all streams.
  const seq = Math.min(was.seq, uptoSeq);
  await pool.query(
    (sql) => sql`
      INSERT INTO projection_positions (projection, stream, incarnation, seq)
      VALUES (${pool.name}, ${stream}, ${incarnation}, ${seq}) ON CONFLICT DO NOTHING`,
  );
}
