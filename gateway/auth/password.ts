import type { SignInBody } from "#contracts/api/auth.ts";
import { type Credentials, findByEmail, type Person } from "#db/identity/queries.ts";
import type { Pool } from "#db/pool.ts";
import { DatabaseUnavailable } from "#db/unavailable.ts";
import type { GatewayDeps } from "../deps.ts";
import { ProblemError } from "../problem.ts";
import type { SignInAttempts } from "./attempts.ts";

/** Compared with when there is no such person, so that the answer takes as long either way. */
const nobody = await Bun.password.hash("nobody's password", "argon2id");

/** What the identity database answers, or the problem that it does not. */
export async function reachable<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    if (error instanceof DatabaseUnavailable) throw new ProblemError("auth/identity-unavailable", { retryAfter: 5 });
    throw error;
  });
}

async function matching(pool: Pool, email: string, password: string): Promise<Credentials | undefined> {
  const found = await reachable(findByEmail(pool, email));
  const matches = await Bun.password.verify(password, found?.passwordHash ?? nobody);
  return matches ? found : undefined;
}

/** As much of a request's context as tells where it comes from. */
export interface Asked {
  readonly request: Request;
  readonly server: { requestIP(request: Request): { address: string } | null } | null;
}

/** Tells who has an address and password, and lets nobody guess for long. What it gives throws ProblemError. */
export const passwordDoor =
  (deps: Pick<GatewayDeps, "pools">, attempts: SignInAttempts) =>
  async ({ email, password }: SignInBody, { request, server }: Asked): Promise<Person> => {
    const place = server?.requestIP(request)?.address ?? "unknown";
    const found = await attempts(email, place, () => matching(deps.pools.identity, email, password));
    if (!found) throw new ProblemError("auth/wrong-credentials");
    return found;
  };
export type PasswordDoor = ReturnType<typeof passwordDoor>;
