import { Elysia } from "elysia";
import type { z } from "zod";
import type { Access, Principal } from "#contracts/shared/principal.ts";
import type { ApiKeys } from "../auth/api-keys.ts";
import type { Tokens } from "../auth/tokens.ts";
import { ProblemError } from "../problem.ts";

/** Who sends a request with this Authorization header: `Bearer` and a person's session token, or a program's API key. */
export function authenticator(tokens: Tokens, keys: ApiKeys) {
  return async (header: string | null): Promise<Principal> => {
    if (!header) throw new ProblemError("auth/required");
    const [scheme, credential = ""] = header.split(" ", 2);
    if (scheme?.toLowerCase() !== "bearer") throw new ProblemError("auth/invalid");
    const principal = await (keys.looksLikeOne(credential) ? keys.verify(credential) : tokens.verify(credential));
    if (!principal) throw new ProblemError("auth/invalid");
    return principal;
  };
}
export type Authenticate = ReturnType<typeof authenticator>;

const credentialOf = ({ headers }: Request): string | null => headers.get("authorization");

/**
 * Tells whenever it is asked whether a request's credential still is one. When that cannot be told at the moment, it stays
 * what it was. Holds on to the credential only: a request is heavy, and a stream lasts.
 */
export function stillSignedIn(authenticate: Authenticate, request: Request): () => Promise<boolean> {
  const credential = credentialOf(request);
  return () => isSignedIn(authenticate, credential);
}

const isSignedIn = (authenticate: Authenticate, credential: string | null): Promise<boolean> =>
  authenticate(credential).then(
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
    const principal = await authenticate(credentialOf(request));
    if (![...allowed, "admin"].includes(principal.access)) throw new ProblemError("auth/forbidden");
    return { principal };
  });
