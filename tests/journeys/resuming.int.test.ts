import { beforeAll, describe, expect, test } from "bun:test";
import { encodeCursor } from "#contracts/log/position.ts";
import type { Api } from "#dev/client/api.ts";
import { readSse, type SseFrame } from "#dev/client/sse.ts";
import { idsOf, listed, placeOrderOfAModel } from "./support/events.ts";
import { installation } from "./support/installation.ts";
import { address, makeAndShip, reaches, startOrder } from "./support/orders.ts";

const at = installation();

interface Asked {
  readonly lastEventId?: string;
  readonly count: number;
}

const open = ({ url, credential = "" }: Api, path: string, lastEventId?: string) =>
  readSse(new URL(path, url).href, { token: credential, ...(lastEventId === undefined ? {} : { lastEventId }) });

/** The first `count` frames with data, on one connection. */
async function frames(api: Api, path: string, { lastEventId, count }: Asked): Promise<SseFrame[]> {
  const taken: SseFrame[] = [];
  if (count === 0) return taken;
  for await (const frame of open(api, path, lastEventId)) {
    if (frame.data !== undefined && taken.push(frame) === count) break;
  }
  return taken;
}

/** Where a feed stands now: the id of its first, empty frame. */
async function present(api: Api, path: string): Promise<string> {
  for await (const { id } of open(api, path)) if (id !== undefined) return id;
  throw new Error(`${path} gave no position`);
}

const idsIn = (taken: readonly SseFrame[]): string[] => taken.map(({ data = "{}" }) => JSON.parse(data).id);

/** Of a company's order of a model, from the first event to SHIPPED: ten, in seven commits. */
let order: string;
let beginning: { partner: string; crm: string };
beforeAll(async () => {
  const { people } = at();
  beginning = {
    partner: await present(people.partner, "/partner/v1/feed"),
    crm: await present(people.seller, "/crm/v1/feed"),
  };
  order = await placeOrderOfAModel(people.partner);
  await reaches(people, order, "PRICE_CALCULATED");
  await makeAndShip(people, order);
}, 30_000);

describe("a client that resumes", () => {
  test("after any event of an order is sent exactly the rest, whichever way it says where", async () => {
    const { partner } = at().people;
    const path = address("partner", order, "/events");
    const all = idsOf(await listed(partner, "partner", order));
    expect(all.length).toBe(10);
    const whole = await frames(partner, path, { count: all.length });
    expect(idsIn(whole)).toEqual(all);
    for (const [index, { id = "" }] of whole.entries()) {
      const rest = all.slice(index + 1);
      const count = rest.length;
      expect(idsOf(await listed(partner, "partner", order, `?after=${id}`))).toEqual(rest);
      expect(idsIn(await frames(partner, path, { lastEventId: id, count }))).toEqual(rest);
      expect(idsIn(await frames(partner, `${path}?after=${id}`, { count }))).toEqual(rest);
    }
  });

  test("with a bare version has seen all of that commit; what its browser remembers wins over the address", async () => {
    const { partner } = at().people;
    const all = idsOf(await listed(partner, "partner", order));
    expect(idsOf(await listed(partner, "partner", order, "?after=1"))).toEqual(all.slice(3));
    const path = address("partner", order, "/events?after=1.0");
    expect(idsIn(await frames(partner, path, { lastEventId: "2", count: 1 }))).toEqual([all[5]!]);
  });

  test.each(["partner", "crm"] as const)("after any event of the %s feed is sent exactly the rest", async (side) => {
    const { people } = at();
    const [api, path] = [side === "crm" ? people.seller : people.partner, `/${side}/v1/feed`];
    const all = idsOf(await listed(people.partner, "partner", order));
    const whole = await frames(api, path, { lastEventId: beginning[side], count: all.length });
    expect(idsIn(whole)).toEqual(all);
    for (const [index, { id = "" }] of whole.entries()) {
      const rest = all.slice(index + 1);
      const count = rest.length;
      expect(idsIn(await frames(api, path, { lastEventId: id, count }))).toEqual(rest);
      expect(idsIn(await frames(api, `${path}?after=${id}`, { count }))).toEqual(rest);
    }
  });

  test("with a cursor that is none of ours is told so", async () => {
    const { customer } = at().people;
    const own = await startOrder(at().people);
    for (const cursor of ["nonsense", "1.2.3", "-1", encodeCursor({ position: [] }).slice(1)]) {
      for (const path of ["/shop/v1/feed", address("shop", own, "/events")]) {
        const byAddress = await customer.get(`${path}?after=${encodeURIComponent(cursor)}`);
        const byHeader = await customer.get(path, { "last-event-id": cursor, accept: "text/event-stream" });
        for (const { status, body } of [byAddress, byHeader]) {
          expect([cursor, status, body.code]).toEqual([cursor, 400, "feed/cursor-invalid"]);
        }
      }
    }
  });

  test("with a cursor of another log is told to begin anew, and hears what comes then", async () => {
    const { customer } = at().people;
    const lastEventId = encodeCursor({ position: [{ incarnation: "2020-01-01T00:00:00Z", seq: 7 }] });
    const stream = open(customer, "/shop/v1/feed", lastEventId);
    const next = async (): Promise<SseFrame> => {
      for (;;) {
        const { value } = await stream.next();
        if (value?.data !== undefined) return value;
      }
    };
    const reset = await next();
    expect(reset.event).toBe("reset");
    const started = await startOrder(at().people);
    expect(JSON.parse((await next()).data ?? "")).toMatchObject({ subject: started, type: "bezel.OrderStarted.v1" });
    await stream.return(undefined);
    const again = await frames(customer, "/shop/v1/feed", { lastEventId: reset.id ?? "", count: 1 });
    expect(idsIn(again)).toEqual([`evt_${started}.1.0`]);
  });
});
