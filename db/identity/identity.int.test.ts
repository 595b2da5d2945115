import { expect, test } from "bun:test";
import { freshPool } from "../testing/database.ts";
import { createPerson, findByEmail } from "./queries.ts";

const ada = { id: "sel_aaaaaaaaaaaaaaaa", email: "Ada@example.com", name: "Ada", access: "seller" } as const;

test("a person signs in by an address in any case, with the password's hash", async () => {
  const pool = await freshPool("identity");
  expect(await createPerson(pool, { ...ada, password: "correct horse" })).toEqual(ada);
  const found = await findByEmail(pool, "aDA@EXAMPLE.com");
  expect(found).toMatchObject(ada);
  expect(found?.passwordHash).toStartWith("$argon2id$");
  expect(await Bun.password.verify("correct horse", found?.passwordHash ?? "")).toBe(true);
  expect(await findByEmail(pool, "nobody@example.com")).toBeUndefined();
});

test("an address has one person, however often and at once it is given one", async () => {
  const pool = await freshPool("identity");
  const others = ["bbbb", "cccc"].map((id) => ({ ...ada, id: `sel_${id}`, email: "ADA@example.com", name: "Eve" }));
  const made = await Promise.all([ada, ...others].map((person) => createPerson(pool, { ...person, password: "x" })));
  const again = await createPerson(pool, { ...ada, name: "Renamed", password: "y" });
  expect(new Set([...made, again].map(({ id }) => id)).size).toBe(1);
  expect(again.name).not.toBe("Renamed");
});
