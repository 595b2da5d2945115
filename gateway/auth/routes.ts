import { Elysia } from "elysia";
import { SignInAnswer, SignInBody } from "#contracts/api/auth.ts";
import { findByEmail } from "#db/identity/queries.ts";
import { DatabaseUnavailable } from "#db/unavailable.ts";
import type { GatewayDeps } from "../deps.ts";
import { ProblemError } from "../problem.ts";

/** Compared with when there is no such person, so that the answer takes as long either way. */
const nobody = await Bun.password.hash("nobody's password", "argon2id");

/** What the identity database answers, or the problem that it does not. */
export async function reachable<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    if (error instanceof DatabaseUnavailable) throw new ProblemError("auth/identity-unavailable", { retryAfter: 5 });
    throw error;
  });
}

/** People sign in for a token that every gateway verifies by itself. */
export const authRoutes = (deps: GatewayDeps) =>
  new Elysia({ prefix: "/auth/v1" }).post(
    "/sign-in",
    async ({ body: { email, password } }) => {
      const found = await reachable(findByEmail(deps.pools.identity, email));
      const matches = await Bun.password.verify(password, found?.passwordHash ?? nobody);
      if (!found || !matches) throw new ProblemError("auth/wrong-credentials");
      const { id, access } = found;
      return { id, access, ...(await deps.tokens.issue({ id, access })) };
    },
    {
      body: SignInBody,
      response: { 200: SignInAnswer },
      detail: { summary: "Sign in with e-mail and password", tags: ["Sign-in"] },
    },
  );
