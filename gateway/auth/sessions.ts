import { randomBytes } from "node:crypto";
import { Elysia } from "elysia";
import { z } from "zod";
import { SessionAnswer, SignInBody } from "#contracts/api/auth.ts";
import type { Person } from "#db/identity/queries.ts";
import { beginSession, endSession, personOfSession } from "#db/identity/sessions.ts";
import type { GatewayDeps } from "../deps.ts";
import { sha256 } from "../sha256.ts";
import { type PasswordDoor, reachable } from "./password.ts";

/** A shift, and what may come before and after it. */
const sessionValidForS = 14 * 60 * 60;
/** What a page shows when it asks; short, because nobody can take it back. The page gets the next one half way. */
const tokenValidForS = 20 * 60;
const cookieName = "bezel_session";
const prefix = "/auth/v1/session";

type Headers = Readonly<Record<string, string | undefined>>;

const hashOf = (secret: string): string => sha256(secret).toString("hex");

/** What of the session the request's cookie holds, hashed as it is stored; undefined when there is none. */
function sessionIn(headers: Headers): string | undefined {
  const pairs = (headers["cookie"] ?? "").split(";").map((pair) => pair.trim());
  const secret = pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  return secret ? hashOf(secret) : undefined;
}

/** Scripts cannot read it, other sites cannot send it, and no address but the session's own is sent it. */
function cookie(request: Request, value: string, maxAgeS: number): string {
  const isEncrypted =
    request.url.startsWith("https:") || request.headers.get("x-forwarded-proto")?.split(",")[0] === "https";
  const parts = [`${cookieName}=${value}`, `Path=${prefix}`, "HttpOnly", "SameSite=Strict", `Max-Age=${maxAgeS}`];
  return [...parts, ...(isEncrypted ? ["Secure"] : [])].join("; ");
}

/**
 * Sessions of people on pages: a cookie that lasts a shift and can be ended at once, which a page exchanges for short
 * tokens. Not part of the API: programs have no use for cookies.
 */
export function sessionRoutes(deps: Pick<GatewayDeps, "tokens" | "pools">, enter: PasswordDoor) {
  const answer = async ({ id, name, access }: Person): Promise<SessionAnswer> => ({
    ...{ id, name, access },
    ...(await deps.tokens.issue({ id, access }, tokenValidForS)),
  });
  return new Elysia({ prefix: "/session", detail: { hide: true } })
    .onAfterHandle(({ set }) => {
      set.headers["cache-control"] = "no-store";
    })
    .post(
      "",
      async ({ body, request, server, set }) => {
        const person = await enter(body, { request, server });
        const secret = randomBytes(32).toString("base64url");
        const session = { hash: hashOf(secret), personId: person.id, validForS: sessionValidForS };
        await reachable(beginSession(deps.pools.identity, session));
        set.headers["set-cookie"] = cookie(request, secret, sessionValidForS);
        return answer(person);
      },
      { body: SignInBody, response: { 200: SessionAnswer } },
    )
    .post(
      "/token",
      async ({ headers, status }) => {
        const session = sessionIn(headers);
        const person = session && (await reachable(personOfSession(deps.pools.identity, session)));
        // That nobody is signed in is an answer: a page asks before anybody can be.
        return person ? answer(person) : status(204, undefined);
      },
      { response: { 200: SessionAnswer, 204: z.undefined() } },
    )
    .post("/end", async ({ headers, request, set }) => {
      const session = sessionIn(headers);
      if (session) await reachable(endSession(deps.pools.identity, session));
      set.headers["set-cookie"] = cookie(request, "", 0);
      return {};
    });
}
