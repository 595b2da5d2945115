import { InvalidCursor } from "#db/keyset.ts";
import { DatabaseUnavailable } from "#db/unavailable.ts";
import { ProblemError } from "./problem.ts";

/** What a read model answers, or the problem that it is away or was given a cursor that is none of its own. */
export const readable = <T>(asked: Promise<T>): Promise<T> =>
  asked.catch((error: unknown) => {
    if (error instanceof DatabaseUnavailable) throw new ProblemError("service/database-unavailable", { retryAfter: 5 });
    if (error instanceof InvalidCursor) throw new ProblemError("feed/cursor-invalid");
    throw error;
  });
