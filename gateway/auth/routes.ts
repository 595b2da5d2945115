import { Elysia } from "elysia";
import { SignInAnswer, SignInBody } from "#contracts/api/auth.ts";
import type { GatewayDeps } from "../deps.ts";
import { signInAttempts } from "./attempts.ts";
import { passwordDoor } from "./password.ts";
import { sessionRoutes } from "./sessions.ts";

/** People sign in for a token that every gateway verifies by itself; on pages, for a session. */
export function authRoutes(deps: GatewayDeps) {
  const enter = passwordDoor(deps, signInAttempts(deps.now));
  return new Elysia({ prefix: "/auth/v1" })
    .post(
      "/sign-in",
      async ({ body, request, server }) => {
        const { id, access } = await enter(body, { request, server });
        return { id, access, ...(await deps.tokens.issue({ id, access })) };
      },
      {
        body: SignInBody,
        response: { 200: SignInAnswer },
        detail: { summary: "Sign in with e-mail and password", tags: ["Sign-in"] },
      },
    )
    .use(sessionRoutes(deps, enter));
}
