import type { Pool } from "#db/pool.ts";
import { type Latencies, latencies } from "../latency.ts";

const open = ["MANUFACTURING_APPROVED", "MANUFACTURING_STARTED", "MANUFACTURING_COMPLETED", "PACKAGING"];
const pageSize = 50;

/** What the old system asks for one page in the middle of its list: how many there are, and then the rows by offset. */
export async function naivePages(pool: Pool, times: number): Promise<Latencies> {
  const samples: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    // One page takes seconds at a million orders, longer than a query of ours may.
    await pool.longTransaction(async (sql) => {
      await sql`SET LOCAL statement_timeout = 0`;
      const wanted = sql`status IN ${sql(open)}`;
      const [all] = await sql<{ orders: number }[]>`SELECT count(*) AS orders FROM orders WHERE ${wanted}`;
      const offset = Math.floor((all?.orders ?? 0) / 2);
      await sql`
        SELECT id, version, doc FROM orders WHERE ${wanted}
        ORDER BY queued_at, id OFFSET ${offset} LIMIT ${pageSize}`;
    });
    samples.push(performance.now() - began);
  }
  return latencies(samples);
}
