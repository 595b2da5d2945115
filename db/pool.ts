import postgres, { type Sql as PostgresSql, type TransactionSql } from "postgres";
import type { Database } from "./databases.ts";
import { DatabaseUnavailable, isUnavailable } from "./unavailable.ts";

type Types = { bigint: number; date: string };
export type Sql = PostgresSql<Types>;
export type Tx = TransactionSql<Types>;

export interface PoolOptions {
  readonly name: Database;
  /** Schema all tables live in; tests isolate themselves with it. */
  readonly schema: string;
  /** Connections at most. */
  readonly max: number;
}

export interface Pool {
  readonly name: Database;
  readonly schema: string;
  /** Runs queries that stand for themselves. Throws DatabaseUnavailable within seconds when no answer comes. */
  query<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Runs a transaction; it commits when `work` resolves. Throws DatabaseUnavailable: then it may have committed or not. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The client itself, without deadlines of ours: for migrations. */
  readonly sql: Sql;
  close(): Promise<void>;
}

const connectTimeoutSeconds = 2;
/** The server ends a longer statement. */
const statementTimeoutMs = 3_000;
/** A little above: when even the server's own timeout is not heard, the connection is dead. */
const queryDeadlineMs = 4_000;
const transactionDeadlineMs = 15_000;

/** Sequences and amounts fit a double; instants stay text, for a Date would cut microseconds off. */
const types = {
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
  date: { to: 1184, from: [1184], serialize: String, parse: rfc3339 },
};

/** A timestamptz as Postgres writes it in UTC (`2026-01-05 10:00:00.5+00`) in RFC 3339. */
function rfc3339(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, "")}Z`;
}

const connect = (url: string, { name, schema, max }: PoolOptions): Sql =>
  postgres<Types>(url, {
    max,
    types,
    connect_timeout: connectTimeoutSeconds,
    // A query while the server is away fails at once, and the first one after its return finds it.
    backoff: 0 as unknown as boolean,
    onnotice: () => {},
    connection: {
      application_name: `bezel-${name}`,
      search_path: schema,
      statement_timeout: statementTimeoutMs,
      TimeZone: "UTC",
    },
  });
