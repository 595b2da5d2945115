import type { Database } from "./databases.ts";

/** The database did not do its work and may do so later; nothing is wrong with the request. */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
  constructor(
    readonly database: Database,
    cause: unknown,
  ) {
    super(`the ${database} database is unavailable: ${String(cause)}`, { cause });
  }
}

/** What sockets and the client say when there is no connection, or none any more. */
const connectionCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
]);

/**
 * SQLSTATEs after which the same again may succeed: connection lost (08), lost a race (40), too few resources (53),
 * locked (55P03), timed out (57014), shut down or starting (57P), system error (58), a primary that became a replica
 * (25006). https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const transientStates = /^(08|40|53|57P|58)|^(25006|55P03|57014)$/;

/** Whether an error says that the database cannot answer now: the gateway answers 503, a projection tries again. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && (connectionCodes.has(code) || (code.length === 5 && transientStates.test(code)));
}
