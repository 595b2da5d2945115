import { afterAll, describe, expect, test } from "bun:test";
import { startNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";
import type { Document } from "./document.ts";
import type { Operation } from "./operation.ts";

const node = await startNode({ prefix: freshPrefix() });
afterAll(() => node.stop());

const ask = (path: string, init?: RequestInit) => fetch(node.url + path, init);
const document: Document = await (await ask("/openapi/json")).json();
const { customer, seller, operator, carrier } = await (await ask("/demo/sign-ins")).json();
const [partner, admin] = ["Demo partner", "Demo administrator"].map((name) =>
  node.signIns.find(({ who }) => who === name),
);
const signedIn = await ask("/auth/v1/sign-in", {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ email: admin?.user, password: admin?.secret }),
});
const { token: administrator } = await signedIn.json();

const ids: Readonly<Record<string, string>> = {
  orderId: `ord_2611${"a".repeat(24)}`,
  quoteId: `quo_2611${"a".repeat(24)}`,
  modelId: `mdl_${"a".repeat(24)}`,
  accountId: `acc_${"a".repeat(16)}`,
  keyId: "a".repeat(16),
  operatorId: `opr_${"a".repeat(16)}`,
};
const credentials: Readonly<Record<string, string>> = {
  Shop: customer,
  CRM: seller,
  MES: operator,
  Carrier: carrier,
  Partner: partner?.secret ?? "",
  Operations: administrator,
  Administration: administrator,
};

interface Described {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}
const operations: readonly Described[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method} ${path}`,
    method: method.toUpperCase(),
    path: path.replace(/\{(\w+)\}/g, (_, id: string) => ids[id] ?? id),
    operation,
  })),
);
const reads = ({ operation }: Described, header: string) =>
  operation.parameters.some((given) => "$ref" in given && given.$ref.endsWith(`/${header}`));
const asSide = ({ operation }: Described) => ({ authorization: `Bearer ${credentials[operation.tags[0] ?? ""]}` });

/** The answer's status and code, without waiting for a stream's end. */
async function outcome({ method, path }: Described, headers: Record<string, string>, body?: string) {
  const leaving = new AbortController();
  const response = await ask(path, {
    method,
    headers,
    signal: leaving.signal,
    ...(body === undefined ? {} : { body }),
  });
  const isProblem = response.headers.get("content-type") === "application/problem+json";
  const { code } = isProblem ? await response.json() : { code: undefined };
  leaving.abort();
  return { status: response.status, code };
}

describe("what the document says is so", () => {
  test("whoever must sign in is told so, and nobody else", async () => {
    const wrong: string[] = [];
    for (const described of operations) {
      const { status } = await outcome(described, {});
      const mustSignIn = described.operation.security.length > 0;
      // An empty body may be wrong before it matters who sent it.
      const isTold = status === 401 || (mustSignIn && status === 422);
      if (isTold !== mustSignIn) wrong.push(`${described.name}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  test("every answer has a status the document has", async () => {
    const wrong: string[] = [];
    for (const described of operations) {
      const { status } = await outcome(described, asSide(described));
      if (!(status in described.operation.responses)) wrong.push(`${described.name}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  test("a required If-Match is missed, an optional one is not", async () => {
    const wrong: string[] = [];
    const headers = { "content-type": "application/json", "idempotency-key": "a-key-to-try" };
    for (const described of operations.filter((one) => reads(one, "IfMatch") || reads(one, "IfMatchRequired"))) {
      // A body that several verbs take; what they refuse about it is said later than what is asked here.
      const colleague = `{"to":"opr_${"a".repeat(16)}"}`;
      const bodies = [
        colleague,
        "{}",
        '{"reason":"to try"}',
        '{"net":1,"reason":"to try"}',
        '{"quantity":1}',
        shipment,
      ];
      const outcomes = await Promise.all(
        bodies.map((body) => outcome(described, { ...headers, ...asSide(described) }, body)),
      );
      const missed = outcomes.some(({ code }) => code === "request/version-required");
      if (missed !== reads(described, "IfMatchRequired")) wrong.push(described.name);
    }
    expect(wrong).toEqual([]);
  });

  test("programs must name their requests", async () => {
    const placed = await outcome(
      operations.find(({ name }) => name === "post /partner/v1/orders") ?? expect.unreachable(),
      { authorization: `Bearer ${partner?.secret}`, "content-type": "application/json" },
      JSON.stringify({ choice: { quantity: 1 }, country: "DE", goods: { kind: "ready-made", sku: "none" } }),
    );
    expect(placed).toEqual({ status: 400, code: "request/key-required" });
  });
});

const shipment = '{"carrier":"Demo carrier","trackingNumber":"BZL-1234"}';

describe("the reference", () => {
  test("is a page for browsers and the document for programs", async () => {
    const page = await ask("/openapi", { headers: { accept: "text/html,*/*;q=0.8" } });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const text = await page.text();
    expect(operations.filter(({ operation }) => !text.includes(`id="${operation.operationId}"`))).toEqual([]);
    expect(await (await ask("/openapi")).json()).toEqual(document);
  });

  test("links lead somewhere on the page, problems' types too", async () => {
    const text = await (await ask("/openapi", { headers: { accept: "text/html" } })).text();
    const anchors = new Set([...text.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id));
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !anchors.has(id))).toEqual([]);
    const { type } = await (await ask("/nowhere")).json();
    const explained = await ask(type, { redirect: "manual" });
    expect(anchors.has(explained.headers.get("location")?.replace(/.*#/, ""))).toBe(true);
  });

  test("loads nothing from elsewhere", async () => {
    const response = await ask("/openapi", { headers: { accept: "text/html" } });
    expect(response.headers.get("content-security-policy")).toStartWith("default-src 'none'; script-src 'self';");
    expect(await response.text()).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});
