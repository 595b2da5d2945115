import { z } from "zod";
import { Access } from "../shared/principal.ts";

export const SignInBody = z
  .strictObject({ email: z.email().max(200), password: z.string().min(1).max(200) })
  .meta({ id: "SignIn" });
export type SignInBody = z.infer<typeof SignInBody>;
export const SignInAnswer = z
  .object({ token: z.string(), expiresAt: z.iso.datetime(), id: z.string(), access: Access })
  .meta({ id: "SignedIn" });

/** Who is signed in on a page, and a token for the next minutes. */
export const SessionAnswer = SignInAnswer.extend({ name: z.string() }).meta({ id: "Session" });
export type SessionAnswer = z.infer<typeof SessionAnswer>;
