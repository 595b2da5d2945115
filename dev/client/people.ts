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

/** Signs a person in by e-mail and password. */
export async function signIn(url: string, email: string, password: string): Promise<Api> {
  const { token } = expectOk(await apiClient(url).post("/auth/v1/sign-in", { email, password }));
  return apiClient(url, token);
}

/** Signs everybody in whom set-up named; programs already have their key. */
export async function signInAll(url: string, signIns: readonly SignIn[]): Promise<People> {
  const known = (name: string): SignIn => {
    const found = signIns.find(({ who }) => who === name);
    if (!found) throw new Error(`set-up made no ${name}`);
    return found;
  };
  const person = (name: string) => signIn(url, known(name).user, known(name).secret);
  const [customer, seller, operator, otherOperator, admin] = await Promise.all([
    person("Demo customer"),
    person("Demo seller"),
    person("Demo operator 1"),
    person("Demo operator 2"),
    person("Demo administrator"),
  ]);
  const program = (name: string) => apiClient(url, known(name).secret);
  return {
    customer,
    seller,
    operator,
    otherOperator,
    admin,
    partner: program("Demo partner"),
    carrier: program("Demo carrier"),
  };
}
