import postgres, { type TransactionSql } from "postgres";
import type { Database } from "./databases.ts";
import { DatabaseUnavailable, isUnavailable } from "./unavailable.ts";

export interface PoolOptions {
  readonly name: Database;
  /** Schema all tables live in; tests isolate themselves with it. */
  readonly schema: string;
  /** Connections at most. */
  readonly max: number;
}

export interface Pool extends PoolOptions {
  /** Runs a query that stands for itself. Throws DatabaseUnavailable within seconds when no answer comes. */
  query<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Runs a transaction, committed when `work` resolves. After DatabaseUnavailable it may have been committed or not. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A transaction that may take its time, for migrations. */
  longTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Waits for what is running, at most five seconds. */
  close(): Promise<void>;
}

const connectTimeoutSeconds = 2;
/** The server ends longer statements. */
const statementTimeoutMs = 3_000;
/** A little above: where not even the server's own timeout is heard, nobody is there any more. */
const queryDeadlineMs = 4_000;
const transactionDeadlineMs = 15_000;

/** A timestamptz as Postgres writes it in UTC, `2026-01-05 10:00:00.5+00`, in RFC 3339. */
const rfc3339 = (text: string): string => `${text.slice(0, 10)}T${text.slice(11).replace("+00", "Z")}`;

/** Sequences and amounts fit a double; instants stay text, because a Date would cut microseconds off. */
const types = {
  bigint: { to: 20, from: [20], serialize: (value: number) => String(value), parse: (text: string) => Number(text) },
  timestamptz: { to: 1184, from: [1184], serialize: (value: string) => value, parse: rfc3339 },
};

const connect = (url: string, { name, schema, max }: PoolOptions) =>
  postgres(url, {
    max,
    types,
    connect_timeout: connectTimeoutSeconds,
    // When the client's own question for array types is cut off with a silent connection, its failure reaches nobody
    // and ends the process; lists are passed as JSON instead.
    fetch_types: false,
    // Queries fail at once while the server is away, and the first one after its return finds it.
    backoff: () => 0,
    onnotice: () => {},
    connection: {
      application_name: `bezel-${name}`,
      search_path: schema,
      statement_timeout: statementTimeoutMs,
      TimeZone: "UTC",
    },
  });
export type Sql = ReturnType<typeof connect>;
export type Tx = TransactionSql<{ bigint: number; timestamptz: string }>;

/** Opens connections when they are needed; a server that is away now is found when it returns. */
export function openPool(url: string, options: PoolOptions): Pool {
  let sql = connect(url, options);
  let answeredAt = performance.now();

  /** Connections to a host that vanished would wait for minutes: when nothing at all was answered, begin anew. */
  const abandonSilent = (silentSince: number) => {
    if (answeredAt > silentSince) return;
    sql.end({ timeout: 0 }).catch(() => {});
    sql = connect(url, options);
  };

  async function run<T>(work: (sql: Sql) => Promise<T>, deadlineMs: number): Promise<T> {
    const startedAt = performance.now();
    try {
      const result = await within(deadlineMs, work(sql));
      answeredAt = performance.now();
      return result;
    } catch (error) {
      if (error instanceof NoAnswer) abandonSilent(startedAt);
      throw isUnavailable(error) || error instanceof NoAnswer ? new DatabaseUnavailable(options.name, error) : error;
    }
  }
  const begin =
    <T>(work: (tx: Tx) => Promise<T>) =>
    (client: Sql): Promise<T> =>
      client.begin(work) as Promise<T>;

  return {
    ...options,
    query: (work) => run(work, queryDeadlineMs),
    transaction: (work) => run(begin(work), transactionDeadlineMs),
    longTransaction: (work) => run(begin(work), Number.POSITIVE_INFINITY),
    close: () => sql.end({ timeout: 5 }),
  };
}

class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

async function within<T>(deadlineMs: number, answer: Promise<T>): Promise<T> {
  if (deadlineMs === Number.POSITIVE_INFINITY) return answer;
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new NoAnswer(`no answer within ${deadlineMs} ms`)), deadlineMs);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
