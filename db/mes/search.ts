import type { Pool } from "../pool.ts";
import { type Among, type Search, search } from "../search.ts";

/** Operators search what has been submitted. */
export const submitted: Among = (sql) => sql`queued_at IS NOT NULL`;

export const searchQueue = (pool: Pool, asked: Search) => search(pool, submitted, asked);
