import type { Pool } from "../pool.ts";
import { type Among, type Search, search } from "../search.ts";

/** Sellers search all orders. */
export const all: Among = (sql) => sql`true`;

export const searchOrders = (pool: Pool, asked: Search) => search(pool, all, asked);
