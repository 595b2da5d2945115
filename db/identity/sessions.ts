import type { Pool } from "../pool.ts";
import type { Person } from "./queries.ts";

export interface NewSession {
  /** Of the secret that only the browser has. */
  readonly hash: string;
  readonly personId: string;
  readonly validForS: number;
}

/** Begins a session, and forgets those of the same person that have ended by themselves. */
export const beginSession = (pool: Pool, { hash, personId, validForS }: NewSession): Promise<void> =>
  pool.query(async (sql) => {
    await sql`
      WITH ended AS (DELETE FROM sessions WHERE person_id = ${personId} AND expires_at < now())
      INSERT INTO sessions (hash, person_id, expires_at)
      VALUES (${hash}, ${personId}, now() + make_interval(secs => ${validForS}))`;
  });

/** Whose session this is; undefined once it has ended. */
export const personOfSession = (pool: Pool, hash: string): Promise<Person | undefined> =>
  pool.query(async (sql) => {
    const [person] = await sql<Person[]>`
      SELECT id, email, name, access FROM sessions JOIN people ON people.id = person_id
      WHERE hash = ${hash} AND expires_at > now()`;
    return person && { ...person };
  });

/** Ends a session; one that is not there has ended already. */
export const endSession = (pool: Pool, hash: string): Promise<void> =>
  pool.query(async (sql) => {
    await sql`DELETE FROM sessions WHERE hash = ${hash}`;
  });
