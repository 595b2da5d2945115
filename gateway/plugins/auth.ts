import { Elysia } from "elysia";
import type { z } from "zod";
import type { Access, Principal } from "#contracts/shared/principal.ts";
import type { ApiKeys } from "../auth/api-keys.ts";
import type { Tokens } from "../auth/tokens.ts";
import { ProblemError } from "../problem.ts";

/** Who sends this request: a person by a session token, a program by an API key; both as `Authorization: Bearer`. */
export function authenticator(tokens: Tokens, keys: ApiKeys) {
  return async (request: Request): Promise<Principal> => {
    const header = request.headers.get("authorization");
    if (!header) throw new ProblemError("auth/required");
    const [scheme, credential = ""] = header.split(" ", 2);
    if (scheme?.toLowerCase() !== "bearer") throw new ProblemError("auth/invalid");
    const principal = await (keys.looksLikeOne(credential) ? keys.verify(credential) : tokens.verify(credential));
    if (!principal) throw new ProblemError("auth/invalid");
    return principal;
  };
}
export type Authenticate = ReturnType<typeof authenticator>;

/** Whether a request's credential still is one. When that cannot be told at the moment, it stays what it was. */
export const isStillSignedIn = (authenticate: Authenticate, request: Request): Promise<boolean> =>
  authenticate(request).then(
    () => true,
    (error: unknown) => !(error instanceof ProblemError && error.problem.status === 401),
  );

/** The principal's id as that of a customer, an operator…: whoever is something else may not do this. */
export function idAs<Schema extends z.ZodType>(schema: Schema, { id }: Principal): z.output<Schema> {
  const parsed = schema.safeParse(id);
  if (!parsed.success) throw new ProblemError("auth/forbidden");
  return parsed.data;
}

/** Lets only these in to the routes of the group it is used in, and tells them who asked. Administrators may do everything. */
export const only = (authenticate: Authenticate, ...allowed: Access[]) =>
  // Derived, not resolved: whoever may not come in is not told what is wrong with what they brought.
  new Elysia().derive({ as: "scoped" }, async ({ request }) => {
    const principal = await authenticate(request);
    if (![...allowed, "admin"].includes(principal.access)) throw new ProblemError("auth/forbidden");
    return { principal };
  });
