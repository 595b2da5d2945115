import { beforeAll, describe, expect, test } from "bun:test";
import { type Api, expectOk } from "#dev/client/api.ts";
import { readSse } from "#dev/client/sse.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { installation } from "./support/installation.ts";
import { act, address, approvedOrder, reaches, seen, tracking, view } from "./support/orders.ts";

const at = installation();
const reason = "a good reason";
const month = new Date().toISOString().slice(0, 7);
const workshop = async (api: Api) => expectOk(await api.get("/mes/v1/workshop"));
const idOf = async (api: Api) => {
  const id = await approvedOrder(at().people);
  const name = (await act(api, "mes", [id, "start"], {}, seen(await view(api, "mes", id)))).id;
  return { id: name, operator: (await view(api, "mes", id)).operator ?? "" };
};

beforeAll(async () => {
  const pay = { amount: 7_50, currency: "EUR" };
  expectOk(await at().people.admin.post("/ops/v1/workshop/settings", { pay }));
  for (const who of [at().people.operator, at().people.otherOperator]) {
    expectOk(await who.post("/mes/v1/workshop/shift", { shift: "on" }));
  }
});

/** The customer who ordered sees the status and the promise, and neither who works on it nor why it is made anew. */
async function expectOwnerToldLittle(id: string): Promise<void> {
  const { customer } = at().people;
  const own = await view(customer, "shop", id);
  expect(own).toMatchObject({ status: "MANUFACTURING_APPROVED", promiseBy: expect.any(String) });
  const { items } = expectOk(await customer.get("/shop/v1/orders"));
  const row = items.find((item: { id: string }) => item.id === id);
  const events = expectOk(await customer.get(address("shop", id, "/events"))).items;
  expect(events.map(({ type }: { type: string }) => type)).toContain("bezel.OrderScrapped.v1");
  const fed: string[] = [];
  const [token, signal] = [customer.credential ?? "", AbortSignal.timeout(10_000)];
  for await (const { data } of readSse(`${customer.url}${address("shop", id, "/events")}`, { token, signal })) {
    if (data) fed.push(data);
    if (data?.includes("OrderScrapped")) break;
  }
  const all = JSON.stringify([own, row, events, fed]);
  for (const secret of ["opr_", reason, 'scrap"', "tookMs", "undoUntil"]) expect(all).not.toContain(secret);
}

describe("an operator's work", () => {
  test("is taken, paused, handed over, finished, undone and paid for; the ledger can be exported", async () => {
    const { operator, otherOperator, admin } = at().people;
    const { id } = await idOf(operator);
    const colleague = (await idOf(otherOperator)).operator;
    await act(operator, "mes", [id, "pause"], { reason });
    expect((await operator.post(address("mes", id, "/complete"))).body.code).toBe("order/work-paused");
    await act(operator, "mes", [id, "continue"]);
    await act(operator, "mes", [id, "hand-over"], { to: colleague }, seen(await view(operator, "mes", id)));
    await act(otherOperator, "mes", [id, "complete"]);
    const undone = await act(otherOperator, "mes", [id, "undo"], {}, seen(await view(operator, "mes", id)));
    expect(undone).toMatchObject({ status: "MANUFACTURING_STARTED" });
    expect(undone.next).toEqual(expect.arrayContaining(["complete", "pause", "release", "hand-over", "scrap"]));
    await act(otherOperator, "mes", [id, "complete"]);
    const kinds = async () => {
      const { items, total } = expectOk(await otherOperator.get(`/mes/v1/ledger?period=${month}`));
      return { kinds: items.map(({ kind }: { kind: string }) => kind), total };
    };
    const paid = { kinds: ["made", "undone", "made"], total: [{ amount: 7_50, currency: "EUR" }] };
    await eventually(async () => Bun.deepEquals(await kinds(), paid), { what: "the pay" });
    const correction = { operator: colleague, amount: -50, currency: "EUR", reason, orderId: id };
    expectOk(await admin.post("/ops/v1/workshop/ledger/corrections", correction));
    await eventually(async () => (await kinds()).total[0]?.amount === 7_00, { what: "the correction" });
    const csv = await fetch(
      `${at().node.url}/ops/v1/workshop/ledger?period=${month}&format=csv&operator=${colleague}`,
      {
        headers: { authorization: `Bearer ${admin.credential}` },
      },
    );
    expect((await csv.text()).trimEnd().split("\r\n")).toHaveLength(5);
  });

  test("is given back, and a colleague takes it at once", async () => {
    const { operator, otherOperator } = at().people;
    const { id } = await idOf(operator);
    const released = await act(operator, "mes", [id, "release"], { reason }, seen(await view(operator, "mes", id)));
    expect(released.status).toBe("MANUFACTURING_APPROVED");
    await act(otherOperator, "mes", [id, "start"], {}, seen(released));
  });

  test("that is scrapped is made anew, before the others", async () => {
    const { operator } = at().people;
    const { id } = await idOf(operator);
    await act(operator, "mes", [id, "complete"]);
    const scrapped = await act(operator, "mes", [id, "scrap"], { reason }, seen(await view(operator, "mes", id)));
    expect(scrapped.status).toBe("MANUFACTURING_APPROVED");
    expect(await view(operator, "mes", id)).toMatchObject({ priority: 1, scrap: { count: 1, reason } });
    await expectOwnerToldLittle(id);
    await act(operator, "mes", [id, "start"], {}, seen(scrapped));
    await act(operator, "mes", [id, "complete"]);
    const packed = await act(operator, "mes", [id, "pack"]);
    expect(packed.next).toContain("rework");
    await act(operator, "mes", [id, "ship"], { carrier: "Parcel service", trackingNumber: tracking(id) });
  });
});

describe("the workshop", () => {
  test("assigns what is approved to whoever is on shift, and tells of it as it happens", async () => {
    const { operator, admin, people } = { ...at().people, people: at().people };
    const frames = readSse(`${operator.url}/mes/v1/workshop/feed`, {
      token: operator.credential ?? "",
      signal: AbortSignal.timeout(20_000),
    });
    const first = (await frames.next()).value;
    expect(first?.event ?? (await frames.next()).value?.event).toBe("snapshot");
    expectOk(await admin.post("/ops/v1/workshop/settings", { automatic: true }));
    const id = await approvedOrder(people);
    await reaches(people, id, "MANUFACTURING_STARTED");
    expectOk(await admin.post("/ops/v1/workshop/settings", { automatic: false }));
    const types: string[] = [];
    for await (const { data } of frames) {
      const { type, data: facts } = JSON.parse(data ?? "{}");
      if (facts?.orderId === id) types.push(type);
      if (types.includes("bezel.JobConfirmed.v1")) break;
    }
    expect(types).toEqual(["bezel.JobEnqueued.v1", "bezel.JobAssigned.v1", "bezel.JobConfirmed.v1"]);
    const { operators } = await workshop(operator);
    expect(operators).toHaveLength(2);
  });

  test("refuses what it does not know or allow, with its reason", async () => {
    const { operator, admin } = at().people;
    const stranger = `opr_${"a".repeat(16)}`;
    const { id } = await idOf(operator);
    const handed = await operator.post(
      address("mes", id, "/hand-over"),
      { to: stranger },
      seen(await view(operator, "mes", id)),
    );
    expect([handed.status, handed.body.code]).toEqual([404, "operator/not-found"]);
    const assigned = await admin.post("/ops/v1/workshop/assign", { orderId: id, operator: stranger });
    expect([assigned.status, assigned.body.code]).toEqual([404, "operator/not-found"]);
  });
});

describe("the queue page", () => {
  test("is answered 304 to who has it, gzipped small, and with what it cost", async () => {
    const { operator, url } = { ...at().people, url: at().node.url };
    const headers = { authorization: `Bearer ${operator.credential}`, "accept-encoding": "gzip" };
    const ask = (more = {}) => fetch(`${url}/mes/v1/queue?limit=100`, { headers: { ...headers, ...more } });
    const first = await ask();
    expect(first.headers.get("server-timing")).toMatch(/^db;dur=[\d.]+, total;dur=/);
    // The rows of what the tests before did may still be coming.
    const again = async () => ask({ "if-none-match": (await ask()).headers.get("etag") ?? "" });
    await eventually(async () => (await again()).status === 304, { what: "a queue that has not changed" });
    const { items } = (await first.json()) as { items: { id: string }[] };
    const found = expectOk(await operator.get(`/mes/v1/queue?q=${items[0]?.id}`));
    expect(found.items.map(({ id }: { id: string }) => id)).toEqual([items[0]?.id]);
    expectOk(await operator.get("/mes/v1/queue?material=silver-925&promise=at-risk&mine=true"));
  });
});
