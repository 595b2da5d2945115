import postgres from "postgres";

/** The business databases; each is owned by a role of the same name that can connect to no other. */
export const databases = ["shop", "crm", "mes", "identity", "archive"] as const;
export type Database = (typeof databases)[number];
export type PerDatabase<T> = Record<Database, T>;

/** One value per database. */
export const perDatabase = <T>(value: (database: Database) => T): PerDatabase<T> =>
  Object.fromEntries(databases.map((database) => [database, value(database)])) as PerDatabase<T>;

/** Creates the roles and databases that are missing; `passwords` apply at creation. */
export async function createDatabases(superuserUrl: string, passwords: PerDatabase<string>): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    const present = new Set((await sql`SELECT datname FROM pg_database`).map((row) => row["datname"]));
    for (const name of databases.filter((database) => !present.has(database))) {
      await sql`SELECT 1 FROM pg_roles WHERE rolname = ${name}`.then(async (rows) => {
        if (rows.length === 0) await sql.unsafe(`CREATE ROLE ${name} LOGIN PASSWORD '${passwords[name]}'`);
      });
      await sql.unsafe(`CREATE DATABASE ${name} OWNER ${name}`);
    }
    // Everybody may connect to a new database unless told otherwise; superusers still can.
    for (const name of [...databases, "postgres", "template1"]) {
      await sql.unsafe(`REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
    }
  } finally {
    await sql.end();
  }
}
