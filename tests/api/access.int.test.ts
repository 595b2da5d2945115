import { beforeAll, describe, expect, test } from "bun:test";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { type Api, apiClient, expectOk } from "#dev/client/api.ts";
import { peopleAt, signIn } from "#dev/client/people.ts";
import { readSse } from "#dev/client/sse.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { installation } from "../journeys/support/installation.ts";
import { address, freshKey, readyMade, silver, smallRing, startOrder } from "../journeys/support/orders.ts";
import { absent, call, servedOperations } from "./support/operations.ts";
import { codeOf } from "./support/problem.ts";

const at = installation();

interface Program {
  readonly api: Api;
  readonly accountId: string;
  readonly keyId: string;
}

/** A new company with one API key, or two programs of one. */
async function newProgram(key: object = {}, accountId?: string): Promise<Program> {
  const { admin } = at().people;
  const account = { name: "A company", kind: "company", contractLimit: 100_00 };
  const id = accountId ?? expectOk(await admin.post("/ops/v1/accounts", account)).accountId;
  const { apiKey, keyId } = expectOk(await admin.post(`/ops/v1/accounts/${id}/keys`, key));
  return { api: apiClient(at().node.url, apiKey), accountId: id, keyId };
}

let otherCustomer: Api;
let otherCompany: Program;
let revoked: Program;
beforeAll(async () => {
  const { admin } = at().people;
  const email = "another.customer@bezel.example";
  const person = expectOk(await admin.post("/ops/v1/people", { email, name: "Another", access: "customer" }));
  const url = at().node.url;
  otherCustomer = apiClient(url, await signIn(url, { user: email, secret: person.password }));
  otherCompany = await newProgram();
  revoked = await newProgram();
  expectOk(await revoked.api.get("/partner/v1/orders"));
  expectOk(await admin.call(`/ops/v1/accounts/${revoked.accountId}/keys/${revoked.keyId}`, { method: "DELETE" }));
}, 30_000);

describe("signing in", () => {
  test("works for everybody set-up named, and lets them in where they belong", async () => {
    const { url, signIns } = at().node;
    const people = await peopleAt(url, signIns, (one) => signIn(url, one));
    expectOk(await people.customer.get("/shop/v1/orders"));
    expectOk(await people.partner.get("/partner/v1/orders"));
    expectOk(await people.seller.get("/crm/v1/orders"));
    expectOk(await people.operator.get("/mes/v1/queue"));
    expectOk(await people.admin.get("/ops/v1/price-book"));
    expect(codeOf(await people.carrier.post("/carrier/v1/deliveries", {}, freshKey()))).toBe("422 request/invalid");
  });

  test("tells nobody whether an address is known", async () => {
    const nobody = apiClient(at().node.url);
    const known = await nobody.post("/auth/v1/sign-in", { email: "customer@bezel.example", password: "wrong" });
    const unknown = await nobody.post("/auth/v1/sign-in", { email: "nobody@bezel.example", password: "wrong" });
    expect(codeOf(known)).toBe("401 auth/wrong-credentials");
    expect(unknown.body).toEqual(known.body);
  });
});

describe("a session token", () => {
  const nowS = Math.floor(Date.now() / 1_000);
  const secret = () => new TextEncoder().encode(at().node.env["BEZEL_TOKEN_SECRET"]);
  const claims = { access: "admin", sub: "sel_aaaaaaaaaaaaaaaa", iss: "bezel", aud: "bezel-gateway" };
  const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = (header: { alg: string; [name: string]: unknown }, more: object, key = secret()) =>
    new SignJWT({ ...claims, iat: nowS, exp: nowS + 600, ...more }).setProtectedHeader(header).sign(key);
  const answerTo = async (token: string) => apiClient(at().node.url, token).get("/ops/v1/price-book");

  test("of ours is taken, so that what is refused below is refused for its fault", async () => {
    expect((await answerTo(await signed({ alg: "HS256" }, {}))).status).toBe(200);
  });

  const unsigned = { ...claims, iat: nowS, exp: nowS + 600 };
  test.each([
    ["without a signature", () => `${base64url({ alg: "none" })}.${base64url(unsigned)}.`],
    ["without a signature, in odd case", () => `${base64url({ alg: "nOnE", typ: "JWT" })}.${base64url(unsigned)}.`],
    ["signed by somebody else", () => signed({ alg: "HS256" }, {}, new Uint8Array(32).fill(7))],
    ["signed with another algorithm", () => signed({ alg: "HS512" }, {})],
    ["that has expired", () => signed({ alg: "HS256" }, { exp: nowS - 1 })],
    ["that is not valid yet", () => signed({ alg: "HS256" }, { nbf: nowS + 600 })],
    ["of another issuer", () => signed({ alg: "HS256" }, { iss: "somebody" })],
    ["for another audience", () => signed({ alg: "HS256" }, { aud: "another-service" })],
    ["of nobody", () => signed({ alg: "HS256" }, { sub: "../sel" })],
    ["with an access there is not", () => signed({ alg: "HS256" }, { access: "root" })],
    [
      "that brings its own key",
      () => signed({ alg: "HS256", jku: "http://127.0.0.1:1/", kid: "../../dev/null" }, {}, new Uint8Array(1)),
    ],
    [
      "whose payload was changed",
      async () =>
        (await signed({ alg: "HS256" }, {})).replace(
          /\..*\./,
          `.${base64url({ ...unsigned, sub: "sel_bbbbbbbbbbbbbbbb" })}.`,
        ),
    ],
  ])("%s is nobody's", async (_, token) => {
    expect(codeOf(await answerTo(await token()))).toBe("401 auth/invalid");
  });

  test("signed with a public key as if it were the secret is nobody's", async () => {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const body = `${base64url({ alg: "RS256" })}.${base64url(unsigned)}`;
    const pem = publicKey.export({ type: "spki", format: "pem" });
    const signature = createHmac("sha256", pem).update(body).digest("base64url");
    expect(codeOf(await answerTo(`${body}.${signature}`))).toBe("401 auth/invalid");
  });
});

describe("what belongs to others", () => {
  test("is as absent as what does not exist, whatever is asked of it", async () => {
    const { people } = at();
    const orderId = await startOrder(people);
    const place = { goods: readyMade, choice: { quantity: 1 }, country: "DE" };
    const placed = expectOk(await people.partner.post("/partner/v1/orders", place, freshKey()));
    const uploaded = expectOk(await people.partner.upload("/partner/v1/models", smallRing, freshKey()));
    const theirs = { shop: { orderId }, partner: { orderId: placed.id, modelId: uploaded.modelId } };
    const strangers = { shop: otherCustomer, partner: otherCompany.api };
    const operations = await servedOperations(people.admin);
    for (const side of ["shop", "partner"] as const) {
      const some = operations.filter((operation) => operation.side === side && operation.path.includes("{"));
      expect(some.length).toBeGreaterThanOrEqual(5);
      for (const operation of some) {
        const ofOthers = await call(strangers[side], operation, { ids: theirs[side] });
        const ofNobody = await call(strangers[side], operation);
        expect([operation.name, codeOf(ofOthers)]).toEqual([operation.name, codeOf(ofNobody)]);
        expect(ofOthers.status).toBe(404);
        expect(ofOthers.body).toEqual(ofNobody.body);
      }
    }
  });

  test("cannot be ordered from", async () => {
    const { partner } = at().people;
    const { modelId } = expectOk(await partner.upload("/partner/v1/models", smallRing, freshKey()));
    const order = (id: string) => ({ modelId: id, choice: silver, country: "DE" });
    const theirs = await otherCompany.api.post("/partner/v1/orders", order(modelId), freshKey());
    const nobodys = await otherCompany.api.post("/partner/v1/orders", order(absent.modelId), freshKey());
    expect(codeOf(theirs)).toBe("404 model/not-found");
    expect(theirs.body).toEqual(nobodys.body);
  });

  test("is in nobody else's list", async () => {
    const orderId = await startOrder(at().people);
    const { headers } = await at().people.customer.post(address("shop", orderId, "/cancel"), { reason: "not needed" });
    const position = { "bezel-position": headers.get("bezel-position") ?? "" };
    const idsFor = async (api: Api) =>
      expectOk(await api.get("/shop/v1/orders", position)).items.map(({ id }: { id: string }) => id);
    expect(await idsFor(at().people.customer)).toContain(orderId);
    expect(await idsFor(otherCustomer)).toEqual([]);
  });
});

describe("an API key", () => {
  test("that has expired is nobody's", async () => {
    const { api } = await newProgram({ expiresAt: "2026-01-01T00:00:00Z" });
    expect(codeOf(await api.get("/partner/v1/orders"))).toBe("401 auth/invalid");
  });

  test("with another secret, or of another account, is nobody's", async () => {
    const [, account, keyId, secret = ""] = (otherCompany.api.credential ?? "").split("_");
    const { accountId } = await newProgram();
    for (const parts of [
      ["bz", account, keyId, secret.replace(/./g, "a")],
      ["bz", accountId.slice(4), keyId, secret],
      ["bz", account, "constructor", secret],
    ]) {
      const forged = apiClient(at().node.url, parts.join("_"));
      expect(codeOf(await forged.get("/partner/v1/orders"))).toBe("401 auth/invalid");
    }
  });

  test("can be one of several of an account", async () => {
    const { api } = await newProgram({}, otherCompany.accountId);
    expectOk(await api.get("/partner/v1/orders"));
    expectOk(await otherCompany.api.get("/partner/v1/orders"));
  });

  test("that is revoked ends the streams it opened, within five seconds", async () => {
    const { api, accountId, keyId } = await newProgram();
    const token = api.credential ?? "";
    const frames = readSse(`${api.url}/partner/v1/feed`, { token, signal: AbortSignal.timeout(8_000) });
    await frames.next();
    const revokedAt = performance.now();
    const key = `/ops/v1/accounts/${accountId}/keys/${keyId}`;
    expectOk(await at().people.admin.call(key, { method: "DELETE" }));
    const last = (await Array.fromAsync(frames)).at(-1);
    expect([last?.event, JSON.parse(last?.data ?? "{}")]).toEqual(["bye", { reason: "signed-out" }]);
    expect(performance.now() - revokedAt).toBeLessThan(5_000);
  }, 10_000);

  test("that was revoked is dead after five seconds", async () => {
    const isDead = async () => (await revoked.api.get("/partner/v1/orders")).status === 401;
    await eventually(isDead, { deadlineMs: 6_000, everyMs: 100, what: "the end of a revoked key" });
    expect(codeOf(await revoked.api.get("/partner/v1/orders"))).toBe("401 auth/invalid");
  }, 10_000);
});
