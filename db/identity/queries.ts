import type { Access } from "#contracts/shared/principal.ts";
import type { Pool } from "../pool.ts";

/** Somebody who signs in; programs have API keys instead. */
export interface Person {
  /** `cus_…`, `opr_…` or `sel_…`: whom commits and tokens name. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly access: Exclude<Access, "partner" | "carrier">;
}

/** With the argon2id hash of the password, as Bun.password.verify takes it. */
export interface Credentials extends Person {
  readonly passwordHash: string;
}

/** The person with this address, in whichever case it is written. */
export const findByEmail = (pool: Pool, email: string): Promise<Credentials | undefined> =>
  pool.query(async (sql) => {
    const [person] = await sql<Credentials[]>`
      SELECT id, email, name, access, password_hash AS "passwordHash" FROM people WHERE lower(email) = lower(${email})`;
    return person && { ...person };
  });

/**
 * Makes a person, or gives the one who has the address already, unchanged. Hashing takes a fifth of a second.
 * An id that somebody else has is an error.
 */
export async function createPerson(pool: Pool, person: Person & { readonly password: string }): Promise<Person> {
  const { id, email, name, access } = person;
  const known = await findByEmail(pool, email);
  if (!known) {
    const hash = await Bun.password.hash(person.password, "argon2id");
    await pool.query(
      (sql) => sql`
        INSERT INTO people (id, email, name, access, password_hash)
        VALUES (${id}, ${email}, ${name}, ${access}, ${hash})
        ON CONFLICT (lower(email)) DO NOTHING`,
    );
  }
  const there = known ?? (await findByEmail(pool, email));
  if (!there) throw new Error("the person who was just made is gone");
  const { passwordHash: _, ...made } = there;
  return made;
}
