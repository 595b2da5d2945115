import type { Tokens } from "../auth/tokens.ts";
import type { DemoSignIns } from "../web/sign-ins.ts";
import { demoAccounts, demoPeople } from "./seeds.ts";

/** Signs the seeded people in without their passwords, for a page that plays all parts; demonstrations only. */
export function demoSignIns(secret: string, tokens: Tokens): () => Promise<DemoSignIns> {
  const people = demoPeople(secret);
  const carrier = demoAccounts(secret).find(({ name }) => name === "Demo carrier");
  const tokenOf = async (access: "customer" | "seller" | "operator") => {
    const person = people.find((candidate) => candidate.access === access);
    if (!person) throw new Error(`the demonstration has no ${access}`);
    return (await tokens.issue({ id: person.id, access })).token;
  };
  return async () => {
    const [customer, seller, operator] = await Promise.all([
      tokenOf("customer"),
      tokenOf("seller"),
      tokenOf("operator"),
    ]);
    return { customer, seller, operator, carrier: carrier?.apiKey ?? "" };
  };
}
