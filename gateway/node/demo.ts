import type { Tokens } from "../auth/tokens.ts";
import type { Demonstration } from "../web/sign-ins.ts";
import { demoAccounts, demoPeople } from "./seeds.ts";

/** Signs the seeded people in without their passwords, for a page that plays all parts; demonstrations only. */
export function demonstration(secret: string, tokens: Tokens): Demonstration {
  const people = demoPeople(secret);
  const carrier = demoAccounts(secret).find(({ name }) => name === "Demo carrier");
  const tokenOf = async (access: "customer" | "seller" | "operator") => {
    const person = people.find((candidate) => candidate.access === access);
    if (!person) throw new Error(`the demonstration has no ${access}`);
    return (await tokens.issue({ id: person.id, access })).token;
  };
  const signIns = async () => {
    const [customer, seller, operator] = await Promise.all([
      tokenOf("customer"),
      tokenOf("seller"),
      tokenOf("operator"),
    ]);
    return { customer, seller, operator, carrier: carrier?.apiKey ?? "" };
  };
  const operators = people.filter(({ access }) => access === "operator");
  return { signIns, operators: operators.map(({ name, email, password }) => ({ name, email, password })) };
}
