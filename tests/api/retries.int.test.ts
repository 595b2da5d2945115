import { beforeAll, describe, expect, test } from "bun:test";
import { type Answer, expectOk } from "#dev/client/api.ts";
import { ringStl } from "#dev/models/ring.ts";
import { listed } from "../journeys/support/events.ts";
import { installation } from "../journeys/support/installation.ts";
import {
  act,
  address,
  freshKey,
  reaches,
  readyMade,
  seen,
  silver,
  smallRing,
  startOrder,
  submitReadyMade,
  view,
} from "../journeys/support/orders.ts";
import { call, type Operation, servedOperations, sideOf } from "./support/operations.ts";
import { codeOf } from "./support/problem.ts";

const at = installation();
let operations: Operation[];
beforeAll(async () => {
  operations = await servedOperations(at().people.admin);
});

const otherRing = ringStl({ majorMm: 8, minorMm: 1, segments: 24 });
/** What two answers to the same request have in common. */
const essence = ({ status, headers, body }: Answer) => ({
  status,
  body,
  etag: headers.get("etag"),
  location: headers.get("location"),
});
describe("a creation sent again with its key", () => {
  const place = { goods: readyMade, choice: { quantity: 1 }, country: "DE" };
  const companyId = () => at().node.signIns.find(({ who }) => who === "Demo partner")!.user;

  test.each([
    ["customer", "/shop/v1/orders", () => ({ country: "DE", reference: "first" })],
    ["partner", "/partner/v1/orders", () => ({ ...place, reference: "first" })],
    ["seller", "/crm/v1/orders", () => ({ ...place, reference: "first", accountId: companyId() })],
  ] as const)("by a %s gets the first answer; with other parameters it is refused", async (who, path, body) => {
    const api = at().people[who];
    const key = freshKey();
    const first = await api.post(path, body(), key);
    expect(first.status).toBe(201);
    expect((await api.get(first.headers.get("location") ?? "")).status).toBe(200);
    expect(essence(await api.post(path, body(), key))).toEqual(essence(first));
    expect(codeOf(await api.post(path, { ...body(), reference: "second" }, key))).toBe("422 command/key-reused");
    const another = await api.post(path, body(), freshKey());
    expect(another.body.id).not.toBe(first.body.id);
  });

  test("many times at once makes one order", async () => {
    const key = freshKey();
    const send = () => at().people.partner.post("/partner/v1/orders", place, key);
    const answers = (await Promise.all(Array.from({ length: 20 }, send))).map(essence);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
  });

  test("of an account makes one account", async () => {
    const { admin } = at().people;
    const key = freshKey();
    const open = (name: string) => admin.post("/ops/v1/accounts", { name, kind: "company" }, key);
    const first = await open("A company");
    expect(essence(await open("A company"))).toEqual(essence(first));
    expect(codeOf(await open("Another company"))).toBe("422 command/key-reused");
  });
});

test("an API key asked for again with the same Idempotency-Key is not made twice, nor shown again", async () => {
  const { admin } = at().people;
  const { accountId } = expectOk(await admin.post("/ops/v1/accounts", { name: "A company", kind: "company" }));
  const key = freshKey();
  const issue = () => admin.post(`/ops/v1/accounts/${accountId}/keys`, {}, key);
  expect((await issue()).status).toBe(200);
  expect(codeOf(await issue())).toBe("409 account/key-exists");
});

describe("a step sent again with its key", () => {
  test("gets the first answer, however far the order has come since", async () => {
    const { customer, seller } = at().people;
    const id = await submitReadyMade(at().people);
    await reaches(at().people, id, "PRICE_CALCULATED");
    const [key, before] = [freshKey(), seen(await view(customer, "shop", id))];
    const accept = () => customer.post(address("shop", id, "/accept-price"), {}, { ...key, ...before });
    const first = await accept();
    await act(seller, "crm", [id, "approve"], {}, seen(first.body));
    expect(essence(await accept())).toEqual(essence(first));
    const history = await listed(seller, "crm", id);
    expect(history.filter(({ type }) => type === "bezel.PriceAccepted.v1").length).toBe(1);
  });

  test("and other parameters is refused, and leaves no event", async () => {
    const { customer } = at().people;
    const id = await startOrder(at().people, { goods: readyMade });
    const key = freshKey();
    await act(customer, "shop", [id, "submit"], { quantity: 1 }, key);
    const changed = await customer.post(address("shop", id, "/submit"), { quantity: 2 }, key);
    expect(codeOf(changed)).toBe("422 command/key-reused");
    const other = await customer.post(address("shop", id, "/cancel"), { reason: "another verb" }, key);
    expect(codeOf(other)).toBe("422 command/key-reused");
    expect((await view(customer, "shop", id)).choice).toEqual({ quantity: 1 });
  });
});

describe("an upload sent again with its key", () => {
  test("gets the first answer, also once the order has been submitted; another file is refused", async () => {
    const { customer } = at().people;
    const id = await startOrder(at().people);
    const key = freshKey();
    const send = (file: Uint8Array) => customer.upload(address("shop", id, "/model"), file, key);
    const first = await send(smallRing);
    expect(essence(await send(smallRing))).toEqual(essence(first));
    expect(codeOf(await send(otherRing))).toBe("422 command/key-reused");
    await act(customer, "shop", [id, "submit"], silver);
    expect(essence(await send(smallRing))).toEqual(essence(first));
    const attached = (await listed(customer, "shop", id)).filter(({ type }) => type === "bezel.ModelAttached.v1");
    expect(attached.length).toBe(1);
  });

  test("of a program names the same model", async () => {
    const { partner } = at().people;
    const key = freshKey();
    const first = await partner.upload("/partner/v1/models", smallRing, key);
    expect(essence(await partner.upload("/partner/v1/models", smallRing, key))).toEqual(essence(first));
    const renamed = await partner.upload("/partner/v1/models?name=other.stl", smallRing, key);
    expect(codeOf(renamed)).toBe("422 command/key-reused");
  });

  test("past the gateway is completed once", async () => {
    const { customer } = at().people;
    const id = await startOrder(at().people);
    const asked = { name: "ring.stl", bytes: smallRing.length };
    const request = freshKey();
    const upload = expectOk(await customer.post(address("shop", id, "/uploads"), asked, request));
    const again = expectOk(await customer.post(address("shop", id, "/uploads"), asked, request));
    expect(again.modelId).toBe(upload.modelId);
    expect((await fetch(upload.uploadUrl, { method: "PUT", body: smallRing as BodyInit })).status).toBe(200);
    const done = freshKey();
    const complete = () => customer.post(address("shop", id, `/uploads/${upload.modelId}/complete`), {}, done);
    const first = await complete();
    expect(first.status).toBe(200);
    expect(essence(await complete())).toEqual(essence(first));
  });
});

describe("an Idempotency-Key", () => {
  test("is what programs must send", async () => {
    const needing = operations.filter(({ needsKey }) => needsKey);
    expect(needing.length).toBeGreaterThanOrEqual(6);
    for (const operation of needing) {
      const api = at().people[sideOf[operation.side] ?? "partner"];
      const answer = await call(api, { ...operation, needsKey: false });
      expect([operation.name, codeOf(answer)]).toEqual([operation.name, "400 request/key-required"]);
    }
  });

  test.each(["short", "with a space in it", "x".repeat(129)])("like %p is refused", async (key) => {
    const answer = await at().people.customer.post("/shop/v1/orders", { country: "DE" }, { "idempotency-key": key });
    expect(codeOf(answer)).toBe("422 request/invalid");
  });

  test("of one customer is nothing to another", async () => {
    const key = freshKey();
    const body = { country: "DE" };
    const { customer, partner } = at().people;
    const own = expectOk(await customer.post("/shop/v1/orders", body, key)).id;
    const order = { goods: readyMade, choice: { quantity: 1 }, ...body };
    expect(expectOk(await partner.post("/partner/v1/orders", order, key)).id).not.toBe(own);
  });
});
