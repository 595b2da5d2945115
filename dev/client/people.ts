import type { SignIn } from "#dev/cli/sign-ins.ts";
import { type Api, apiClient, expectOk } from "./api.ts";

/** Everybody a demonstration is seeded with, signed in. */
export interface People {
  readonly customer: Api;
  readonly seller: Api;
  readonly operator: Api;
  readonly otherOperator: Api;
  readonly admin: Api;
  /** A company's program. */
  readonly partner: Api;
  readonly carrier: Api;
}

/** What set-up calls them. */
const names: Readonly<Record<keyof People, string>> = {
  customer: "Demo customer",
  seller: "Demo seller",
  operator: "Demo operator 1",
  otherOperator: "Demo operator 2",
  admin: "Demo administrator",
  partner: "Demo partner",
  carrier: "Demo carrier",
};
const keys = Object.keys(names) as (keyof People)[];

/** Everybody, as a client of the API at `url`; `credentialOf` gives a session token or an API key. */
export async function peopleAt(
  url: string,
  signIns: readonly SignIn[],
  credentialOf: (signIn: SignIn) => Promise<string>,
): Promise<People> {
  const everybody = keys.map(async (key) => {
    const signIn = signIns.find(({ who }) => who === names[key]);
    if (!signIn) throw new Error(`set-up made no ${names[key]}`);
    return [key, apiClient(url, await credentialOf(signIn))] as const;
  });
  return Object.fromEntries(await Promise.all(everybody)) as Record<keyof People, Api>;
}

/** Signs a person in by e-mail and password; a program's secret is its API key already. */
export async function signIn(url: string, { user, secret }: Pick<SignIn, "user" | "secret">): Promise<string> {
  if (!user.includes("@")) return secret;
  return expectOk(await apiClient(url).post("/auth/v1/sign-in", { email: user, password: secret })).token;
}
