import type { StreamPosition } from "#contracts/log/position.ts";
import type { Pool, Tx } from "../pool.ts";

/** Where the database stands in one stream; undefined before its projection was first started. */
export const loadPosition = (pool: Pool, stream: number): Promise<StreamPosition | undefined> =>
  pool.query(async (sql) => {
    const [row] = await sql<StreamPosition[]>`
      SELECT incarnation, seq FROM projection_positions WHERE projection = ${pool.name} AND stream = ${stream}`;
    return row && { incarnation: row.incarnation, seq: row.seq };
  });

/** Begins a stream of this incarnation at its start, unless somebody has begun it already. */
export const beginPosition = (pool: Pool, stream: number, incarnation: string): Promise<unknown> =>
  pool.query(
    (sql) => sql`
      INSERT INTO projection_positions (projection, stream, incarnation, seq)
      VALUES (${pool.name}, ${stream}, ${incarnation}, 0)
      ON CONFLICT DO NOTHING`,
  );

/**
 * Moves the position from exactly `from` to `toSeq`, and holds it until the transaction ends: of two projectors one
 * waits here and then finds that the position is no longer its own. False when it is not at `from`.
 */
export async function advancePosition(
  tx: Tx,
  projection: string,
  stream: number,
  from: StreamPosition,
  toSeq: number,
): Promise<boolean> {
  const moved = await tx`
    UPDATE projection_positions SET seq = ${toSeq}
    WHERE projection = ${projection} AND stream = ${stream}
      AND incarnation = ${from.incarnation} AND seq = ${from.seq}
    RETURNING 1`;
  return moved.length === 1;
}

/**
 * Forgets all positions and keeps every projector out until the transaction ends: they wait for the table before
 * they touch any other, so that nobody can deadlock or slip a row in between.
 */
export async function resetPositions(tx: Tx, projection: string): Promise<void> {
  await tx`LOCK TABLE projection_positions IN EXCLUSIVE MODE`;
  await tx`DELETE FROM projection_positions WHERE projection = ${projection}`;
}
