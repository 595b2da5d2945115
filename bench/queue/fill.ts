import type { StoredCommit } from "#contracts/log/commit.ts";
import { mesProjection } from "#db/mes/projection.ts";
import { openPool } from "#db/pool.ts";
import { storedOrderId } from "../scale/stored-orders.ts";
import { lives } from "./lives.ts";

/** Which orders to store; given as JSON on the command line. */
export interface FillPlan {
  readonly databaseUrl: string;
  readonly schema: string;
  /** RFC 3339; numbers are placed from then on, `stepMs` apart. */
  readonly at: string;
  readonly stepMs: number;
  readonly from: number;
  readonly to: number;
}
export interface Filled {
  readonly seconds: number;
}

const batchSize = 500;
const atOnce = 3;

/** Gives the projection batches of commits, as its runner would, without a log between: the rows are its own. */
async function fill({ databaseUrl, schema, at, stepMs, from, to }: FillPlan): Promise<Filled> {
  const pool = openPool(databaseUrl, { name: "mes", schema, max: atOnce });
  const lifeOf = lives(Date.parse(at), stepMs);
  const commitsOf = (n: number): StoredCommit[] => {
    const aggregate = storedOrderId(n, at);
    return lifeOf(n).map((commit) => ({ aggregate, stream: 0, seq: 0, commit }));
  };
  const began = performance.now();
  let next = from;
  const lane = async () => {
    while (next < to) {
      const first = next;
      next = Math.min(to, first + batchSize);
      const numbers = Array.from({ length: next - first }, (_, i) => first + i);
      await pool.transaction((tx) => mesProjection.apply(tx, numbers.flatMap(commitsOf)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  // What the planner goes by; autovacuum would have come to it by then.
  await pool.query((sql) => sql`ANALYZE orders`);
  await pool.close();
  return { seconds: (performance.now() - began) / 1_000 };
}

if (import.meta.main) {
  console.log(JSON.stringify(await fill(JSON.parse(process.argv[2] ?? "{}") as FillPlan)));
  process.exit(0);
}
