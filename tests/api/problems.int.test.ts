import { beforeAll, describe, expect, test } from "bun:test";
import { type Answer, type Api, apiClient } from "#dev/client/api.ts";
import type { People } from "#dev/client/people.ts";
import { installation } from "../journeys/support/installation.ts";
import { absent, call, type Operation, servedOperations, sideOf, type Wrong } from "./support/operations.ts";
import { codeOf, problemOf } from "./support/problem.ts";

const at = installation();
let operations: Operation[];
beforeAll(async () => {
  operations = await servedOperations(at().people.admin);
  console.log(`api: ${operations.length} operations are served`);
});

/** One who may use the operation; for public ones it does not matter who. */
const allowed = ({ side }: Operation): Api => at().people[sideOf[side] ?? "customer"];
const locked = () => operations.filter(({ isPublic }) => !isPublic);
const withJson = () => operations.filter(({ body }) => body !== undefined);

/** What every one of them answers, by name. */
async function answersOf(some: readonly Operation[], ask: (operation: Operation) => Promise<Answer>) {
  const codes: [string, string][] = [];
  for (const operation of some) codes.push([operation.name, codeOf(await ask(operation))]);
  return Object.fromEntries(codes);
}
const all = (some: readonly Operation[], code: string) => Object.fromEntries(some.map(({ name }) => [name, code]));
const wrong = (given: Wrong | ((operation: Operation) => Wrong)) => (operation: Operation) =>
  call(allowed(operation), operation, typeof given === "function" ? given(operation) : given);

describe("every operation that is not public", () => {
  test("asks who is there", async () => {
    const nobody = apiClient(at().node.url);
    const answers = await answersOf(locked(), (operation) => call(nobody, operation));
    expect(answers).toEqual(all(locked(), "401 auth/required"));
  });

  test.each(["nonsense", "bz_nonsense", `bz_${"a".repeat(16)}_${"a".repeat(16)}_${"a".repeat(32)}`])(
    "takes %s for nobody's credential",
    async (credential) => {
      const stranger = apiClient(at().node.url, credential);
      const answers = await answersOf(locked(), (operation) => call(stranger, operation));
      expect(answers).toEqual(all(locked(), "401 auth/invalid"));
    },
  );

  test("is for those of its side alone", async () => {
    const everybody = Object.keys(at().people) as (keyof People)[];
    for (const who of everybody.filter((name) => name !== "admin" && name !== "otherOperator")) {
      const foreign = locked().filter(({ side }) => sideOf[side] !== who);
      const answers = await answersOf(foreign, (operation) => call(at().people[who], operation));
      expect(answers).toEqual(all(foreign, "403 auth/forbidden"));
    }
  });
});

describe("an id", () => {
  const withIds = () => operations.filter(({ path }) => path.includes("{"));

  test("of nothing is not found", async () => {
    const answers = await answersOf(withIds(), wrong({}));
    expect(Object.entries(answers).filter(([, code]) => !/^404 [a-z-]+\/([a-z]+-)?not-found$/.test(code))).toEqual([]);
  });

  test.each(["nonsense", "ord_*", "ord_2611aaaaaaaaaaaaaaaa.>", "../../healthz", "\0"])(
    "that is malformed (%p) is pointed at",
    async (id) => {
      const ids = Object.fromEntries(Object.keys(absent).map((name) => [name, id]));
      for (const operation of withIds()) {
        const problem = problemOf(await call(allowed(operation), operation, { ids }));
        expect(problem).toMatchObject({ status: 422, code: "request/invalid" });
        expect(problem.errors?.[0]?.pointer).toMatch(/^#\/params\/\w+$/);
      }
    },
  );
});

describe("a body", () => {
  test("with a field nobody knows is refused, and the field pointed at", async () => {
    for (const operation of withJson()) {
      const text = JSON.stringify({ ...operation.body, surplus: 1 });
      const { code, errors } = problemOf(await call(allowed(operation), operation, { text }));
      expect([operation.name, code, errors?.map(({ pointer }) => pointer)]).toEqual([
        operation.name,
        "request/invalid",
        ["#/body/surplus"],
      ]);
    }
  });

  test.each(["status", "price", "version", "owner", "contractLimit", "by"])(
    "cannot assign %s, which is not the client's to say",
    async (field) => {
      const orders = withJson().filter(({ path, body }) => path.includes("/orders") && !(field in (body ?? {})));
      const assigned = ({ body }: Operation) => ({ text: JSON.stringify({ ...body, [field]: 1 }) });
      expect(await answersOf(orders, wrong(assigned))).toEqual(all(orders, "422 request/invalid"));
    },
  );

  test("with __proto__ is refused, and nothing is inherited from it", async () => {
    const polluting = ({ body }: Operation) => {
      const rest = JSON.stringify(body).slice(1);
      return { text: `{"__proto__":{"country":"DE","reason":"inherited"}${rest === "}" ? rest : `,${rest}`}` };
    };
    expect(await answersOf(withJson(), wrong(polluting))).toEqual(all(withJson(), "422 request/invalid"));
    const lacking = await at().people.customer.post("/shop/v1/orders", {});
    expect(problemOf(lacking).errors).toMatchObject([{ pointer: "#/body/country" }]);
  });

  test.each(["[]", '"text"', "7", "[{}]", '{"reason":{},"country":[],"quantity":"1","net":null,"bytes":-1,"name":0}'])(
    "of another type (%s) is refused",
    async (text) => {
      expect(await answersOf(withJson(), wrong({ text }))).toEqual(all(withJson(), "422 request/invalid"));
    },
  );

  test.each(["{", "{'a':1}", '{"a":1}}', "\u0000"])("that is no JSON (%p) is unreadable", async (text) => {
    expect(await answersOf(withJson(), wrong({ text }))).toEqual(all(withJson(), "400 request/unreadable"));
  });

  test("above a megabyte is not read", async () => {
    const text = JSON.stringify({ reason: "x".repeat(1024 * 1024) });
    expect(await answersOf(withJson(), wrong({ text }))).toEqual(all(withJson(), "413 request/too-large"));
  });

  test("nested deeper than anybody needs is refused", async () => {
    const text = `{"reason":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(await answersOf(withJson(), wrong({ text }))).toEqual(all(withJson(), "422 request/invalid"));
  });
});

describe("an address", () => {
  test("with a query nobody knows is refused", async () => {
    const withQuery = operations.filter(({ hasQuery }) => hasQuery);
    expect(await answersOf(withQuery, wrong({ query: "surplus=1" }))).toEqual(all(withQuery, "422 request/invalid"));
  });

  test("where nothing is, or with a method nobody serves there, is not found", async () => {
    const { customer } = at().people;
    for (const path of ["/nothing", "/shop/v2/orders", "/shop/v1/orders/../../ops/v1/people"]) {
      expect(codeOf(await customer.call(path, { method: "POST", json: {} }))).toBe("404 request/not-found");
    }
    for (const operation of operations) {
      expect(codeOf(await call(allowed(operation), { ...operation, method: "PUT" }))).toBe("404 request/not-found");
    }
  });
});
