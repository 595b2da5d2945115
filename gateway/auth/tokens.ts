import { jwtVerify, SignJWT } from "jose";
import { Principal } from "#contracts/shared/principal.ts";

const issuer = "bezel";
const audience = "bezel-gateway";
const algorithm = "HS256";
const usuallyValidForS = 12 * 60 * 60;

/** Session tokens: signed, so that every gateway verifies them without asking anybody. */
export function tokens(secret: string, now: () => number) {
  const key = new TextEncoder().encode(secret);
  return {
    issue: async (
      { id, access }: Principal,
      validForS = usuallyValidForS,
    ): Promise<{ token: string; expiresAt: string }> => {
      const issuedS = Math.floor(now() / 1_000);
      const expiresS = issuedS + validForS;
      const token = await new SignJWT({ access })
        .setProtectedHeader({ alg: algorithm })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(id)
        .setIssuedAt(issuedS)
        .setExpirationTime(expiresS)
        .sign(key);
      return { token, expiresAt: new Date(expiresS * 1_000).toISOString() };
    },
    /** Whom a token was issued to, or undefined when it is not a valid one of ours. */
    verify: async (token: string): Promise<Principal | undefined> => {
      try {
        const options = { issuer, audience, algorithms: [algorithm], currentDate: new Date(now()) };
        const { payload } = await jwtVerify(token, key, options);
        return Principal.safeParse({ id: payload.sub, access: payload.access }).data;
      } catch {
        return undefined;
      }
    },
  };
}
export type Tokens = ReturnType<typeof tokens>;
