import type { LogPosition, StreamPosition } from "#contracts/log/position.ts";
import type { Pool } from "./pool.ts";

/** How far the database has come in the whole log; streams not begun yet stand at 0 of no incarnation. */
export async function positionOf(pool: Pool): Promise<LogPosition> {
  const rows = await pool.query(
    (sql) => sql<(StreamPosition & { stream: number })[]>`
      SELECT stream, incarnation, seq FROM projection_positions WHERE projection = ${pool.name} ORDER BY stream`,
  );
  const position: LogPosition = Array.from({ length: (rows.at(-1)?.stream ?? -1) + 1 }, () => ({
    incarnation: "",
    seq: 0,
  }));
  for (const { stream, incarnation, seq } of rows) position[stream] = { incarnation, seq };
  return position;
}

/** Whether a reader at `reached` has seen all that is before `wanted`. Never true for another incarnation's position. */
export const includes = (reached: LogPosition, wanted: LogPosition): boolean =>
  wanted.every(({ incarnation, seq }, stream) => {
    const there = reached[stream];
    return seq === 0 || (there?.incarnation === incarnation && there.seq >= seq);
  });
