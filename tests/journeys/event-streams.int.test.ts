import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { encodeCursor } from "#contracts/log/position.ts";
import { lifeOfAnOrder } from "#contracts/order/status.ts";
import { type Api, expectOk } from "#dev/client/api.ts";
import { readSse, type SseFrame } from "#dev/client/sse.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { startNode } from "#dev/testing/node.ts";
import { CutClient, framesAfter, idsIn } from "./support/cut-client.ts";
import { installation } from "./support/installation.ts";
import {
  acceptPrice,
  act,
  address,
  deliver,
  freshKey,
  reaches,
  type Side,
  seen,
  silver,
  smallRing,
  startOrder,
  submitModel,
  tracking,
} from "./support/orders.ts";

/** The event each status is reached by, in the order of the statuses. */
const reachedBy = [
  "OrderStarted",
  "ModelAttached",
  "OrderSubmitted",
  "PriceCalculated",
  "ManufacturingApproved",
  "ManufacturingStarted",
  "ManufacturingCompleted",
  "PackagingStarted",
  "OrderShipped",
  "OrderClosed",
].map((name) => `bezel.${name}.v1`);
const statusesIn = (events: readonly CloudEvent[]) =>
  events.flatMap(({ type }) => lifeOfAnOrder[reachedBy.indexOf(type)] ?? []);
const idsOf = (events: readonly CloudEvent[]) => events.map(({ id }) => id);
const of = (events: readonly CloudEvent[], order: string) => events.filter(({ subject }) => subject === order);

const at = installation();
/** An order's history as the events list has it. */
const listed = async (api: Api, side: Side, id: string, query = ""): Promise<CloudEvent[]> =>
  expectOk(await api.get(`${address(side, id, "/events")}${query}`)).items;

/** A client of each feed, there before anything happened. */
let feeds: Record<Side, CutClient>;
/** A private customer's order, and a company's: three events in one commit, then two in one. */
let shopOrder: string;
let partnerOrder: string;
let ofOneOrder: { shop: CutClient; crm: CutClient; partner: CutClient };
/** What a client that is never cut was sent until the node stopped. */
let untilTheStop: SseFrame[];
let restarted: Awaited<ReturnType<typeof startNode>> | undefined;

const running: Promise<void>[] = [];
function client(api: Api, path: string): CutClient {
  const made = new CutClient(api, path);
  running.push(made.run());
  return made;
}
const allClients = () => [...Object.values(feeds), ...Object.values(ofOneOrder)];

async function placeAnOrderOfAModel(): Promise<string> {
  const { partner } = at().people;
  const { modelId } = expectOk(await partner.upload("/partner/v1/models", smallRing, freshKey()));
  const order = { modelId, choice: silver, country: "DE" };
  return expectOk(await partner.post("/partner/v1/orders", order, freshKey())).id;
}

async function collect(frames: AsyncGenerator<SseFrame>): Promise<SseFrame[]> {
  const all: SseFrame[] = [];
  for await (const frame of frames) all.push(frame);
  return all;
}

/** Stops the node with clients connected, and starts it again where it was. */
async function restart(): Promise<void> {
  const { node, people, prefix } = at();
  const steady = collect(readSse(`${node.url}/crm/v1/feed`, { token: people.seller.credential ?? "" }));
  await people.seller.get("/healthz");
  await node.stop();
  untilTheStop = await steady;
  restarted = await startNode({ prefix, port: node.port });
}

beforeAll(async () => {
  const { people } = at();
  feeds = {
    shop: client(people.customer, "/shop/v1/feed"),
    partner: client(people.partner, "/partner/v1/feed"),
    crm: client(people.seller, "/crm/v1/feed"),
    mes: client(people.operator, "/mes/v1/feed"),
  };
  await eventually(() => Object.values(feeds).every(({ lastEventId }) => lastEventId !== undefined));
  shopOrder = await submitModel(people);
  partnerOrder = await placeAnOrderOfAModel();
  ofOneOrder = {
    shop: client(people.customer, address("shop", shopOrder, "/events")),
    crm: client(people.seller, address("crm", shopOrder, "/events")),
    partner: client(people.partner, address("partner", partnerOrder, "/events")),
  };
  await reaches(people, shopOrder, "PRICE_CALCULATED");
  await acceptPrice(people, shopOrder);
  const approved: [string, Awaited<ReturnType<typeof act>>][] = [];
  for (const id of [shopOrder, partnerOrder]) {
    const priced = await reaches(people, id, "PRICE_CALCULATED");
    approved.push([id, await act(people.seller, "crm", [id, "approve"], {}, seen(priced))]);
  }
  await restart();
  for (const [id, version] of approved) await act(people.operator, "mes", [id, "start"], {}, seen(version));
  for (const verb of ["complete", "pack"]) {
    for (const [id] of approved) await act(people.operator, "mes", [id, verb]);
  }
  for (const [id] of approved) {
    await act(people.operator, "mes", [id, "ship"], { carrier: "Parcel service", trackingNumber: tracking(id) });
    await deliver(people, id);
  }
}, 60_000);
afterAll(async () => {
  for (const { leave } of allClients().map((one) => ({ leave: () => one.leave() }))) leave();
  await Promise.all(running);
  await restarted?.stop();
}, 30_000);

const hasSeenTheEnd = (one: CutClient, order: string) =>
  eventually(() => of(one.events, order).at(-1)?.type === "bezel.OrderClosed.v1", { what: `the end on ${one.path}` });

describe("a client cut after every frame, across a restart of the node,", () => {
  test("sees each of the ten statuses of one order exactly once and in order", async () => {
    for (const [one, order] of [
      [ofOneOrder.shop, shopOrder],
      [ofOneOrder.crm, shopOrder],
      [ofOneOrder.partner, partnerOrder],
    ] as const) {
      await hasSeenTheEnd(one, order);
      expect(statusesIn(one.events)).toEqual([...lifeOfAnOrder]);
      expect(one.cuts).toBeGreaterThanOrEqual(one.events.length);
    }
  });

  test("sees them on every feed, each order in its order", async () => {
    for (const [side, order] of [
      ["shop", shopOrder],
      ["partner", partnerOrder],
      ["crm", shopOrder],
      ["crm", partnerOrder],
      ["mes", shopOrder],
      ["mes", partnerOrder],
    ] as const) {
      await hasSeenTheEnd(feeds[side], order);
      expect(statusesIn(of(feeds[side].events, order))).toEqual([...lifeOfAnOrder]);
      expect(new Set(idsOf(feeds[side].events)).size).toBe(feeds[side].events.length);
    }
  });

  test("is told of the same events under the same ids by stream, feed and list", async () => {
    const { customer, partner, seller } = at().people;
    const ofShop = await listed(customer, "shop", shopOrder);
    const ofPartner = await listed(partner, "partner", partnerOrder);
    expect(await listed(seller, "crm", partnerOrder)).toEqual(ofPartner);
    expect(ofOneOrder.shop.events).toEqual(ofShop);
    expect(ofOneOrder.crm.events).toEqual(ofShop);
    expect(ofOneOrder.partner.events).toEqual(ofPartner);
    for (const side of ["crm", "mes"] as const) {
      expect(of(feeds[side].events, shopOrder)).toEqual(ofShop);
      expect(of(feeds[side].events, partnerOrder)).toEqual(ofPartner);
    }
    expect(feeds.shop.events).toEqual(ofShop);
    expect(feeds.partner.events).toEqual(ofPartner);
  });

  test("loses and doubles nothing of a commit with several events", () => {
    const { events } = ofOneOrder.partner;
    expect(idsOf(events).slice(0, 5)).toEqual(["1.0", "1.1", "1.2", "2.0", "2.1"].map((key) => `evt_${partnerOrder}.${key}`));
  });

  test("never hears of other owners' orders", () => {
    expect(new Set(feeds.shop.events.map(({ subject }) => subject))).toEqual(new Set([shopOrder]));
    expect(new Set(feeds.partner.events.map(({ subject }) => subject))).toEqual(new Set([partnerOrder]));
  });
});

describe("a client that resumes", () => {
  test("after any event of an order is sent exactly the rest, by either way of saying where", async () => {
    const { partner } = at().people;
    const path = address("partner", partnerOrder, "/events");
    const { events, cursors } = ofOneOrder.partner;
    for (const [index, cursor] of cursors.entries()) {
      const rest = idsOf(events.slice(index + 1));
      const count = rest.length;
      expect(idsOf(await listed(partner, "partner", partnerOrder, `?after=${cursor}`))).toEqual(rest);
      expect(idsIn(await framesAfter(partner, path, { lastEventId: cursor, count }))).toEqual(rest);
      expect(idsIn(await framesAfter(partner, `${path}?after=${cursor}`, { count }))).toEqual(rest);
    }
    const afterTheFirstCommit = await listed(partner, "partner", partnerOrder, "?after=1");
    expect(idsOf(afterTheFirstCommit)).toEqual(idsOf(events.slice(3)));
  });

  test("after any event of a feed is sent exactly the rest", async () => {
    for (const side of ["partner", "crm"] as const) {
      const { api, path, events, cursors } = feeds[side];
      for (const [index, cursor] of cursors.entries()) {
        const rest = idsOf(events.slice(index + 1));
        expect(idsIn(await framesAfter(api, path, { lastEventId: cursor, count: rest.length }))).toEqual(rest);
      }
      const [first = ""] = cursors;
      const replay = await framesAfter(api, `${path}?after=${first}`, { count: events.length - 1 });
      expect(idsIn(replay)).toEqual(idsOf(events.slice(1)));
    }
  });

  test("within the events of a commit goes on with all of the next commit", async () => {
    const { people } = at();
    const { api, path } = feeds.partner;
    const cursor = feeds.partner.lastEventId ?? "";
    const order = await placeAnOrderOfAModel();
    await reaches(people, order, "PRICE_CALCULATED");
    const whole = await framesAfter(api, path, { lastEventId: cursor, count: 5 });
    expect(idsIn(whole)).toEqual(idsOf(await listed(people.partner, "partner", order)));
    for (const [index, { id = "" }] of whole.entries()) {
      const rest = await framesAfter(api, path, { lastEventId: id, count: whole.length - index - 1 });
      expect(idsIn(rest)).toEqual(idsIn(whole.slice(index + 1)));
    }
  });

  test("with a cursor that is none of ours is told so", async () => {
    const { people } = at();
    for (const cursor of ["nonsense", "1.2.3", "-1", encodeCursor({ position: [] }).slice(1)]) {
      for (const path of ["/shop/v1/feed", address("shop", shopOrder, "/events")]) {
        for (const answer of [
          await people.customer.get(`${path}?after=${encodeURIComponent(cursor)}`),
          await people.customer.get(path, { "last-event-id": cursor, accept: "text/event-stream" }),
        ]) {
          expect([answer.status, answer.body.code]).toEqual([400, "feed/cursor-invalid"]);
        }
      }
    }
  });

  test("with a cursor of another log is told to begin anew, and hears what comes", async () => {
    const { people } = at();
    const lastEventId = encodeCursor({ position: [{ incarnation: "2020-01-01T00:00:00Z", seq: 7 }] });
    const frames = readSse(`${people.customer.url}/shop/v1/feed`, { token: people.customer.credential ?? "", lastEventId });
    const next = async () => {
      for (;;) {
        const { value } = await frames.next();
        if (value?.data !== undefined) return value;
      }
    };
    const reset = await next();
    expect([reset.event, reset.id === lastEventId]).toEqual(["reset", false]);
    const order = await startOrder(people);
    expect(JSON.parse((await next()).data ?? "")).toMatchObject({ subject: order, type: "bezel.OrderStarted.v1" });
    await frames.return(undefined);
  });
});

test("a stop ends streams politely", () => {
  expect(untilTheStop.at(-1)).toEqual({ event: "bye", data: '{"reason":"stopping"}' });
});
