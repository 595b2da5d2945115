import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { toldToOwner } from "#contracts/order/disclosure.ts";
import { lifeOfAnOrder } from "#contracts/order/status.ts";
import { type Api, expectOk } from "#dev/client/api.ts";
import { readSse, type SseFrame } from "#dev/client/sse.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { CutClient } from "./support/cut-client.ts";
import { idsOf, listed, placeOrderOfAModel, statusesIn } from "./support/events.ts";
import { installation } from "./support/installation.ts";
import {
  acceptPrice,
  act,
  address,
  deliver,
  reaches,
  type Side,
  seen,
  submitModel,
  tracking,
} from "./support/orders.ts";

const at = installation();

/** A client of each feed, there before anything happened. */
let feeds: Record<Side, CutClient>;
let shopOrder: string;
let partnerOrder: string;
let ofOneOrder: { shop: CutClient; crm: CutClient; partner: CutClient };
/** What a client that was never cut was sent until the node stopped. */
const untilTheStop: SseFrame[] = [];
let restarted: TestNode | undefined;

const clients: CutClient[] = [];
const running: Promise<void>[] = [];
function client(api: Api, path: string): CutClient {
  const made = new CutClient(api, path);
  clients.push(made);
  running.push(made.run());
  return made;
}

/** Both orders to their approval; gives the versions they have then. */
async function untilApproved(): Promise<Record<string, { version: number }>> {
  const { people } = at();
  shopOrder = await submitModel(people);
  partnerOrder = await placeOrderOfAModel(people.partner);
  ofOneOrder = {
    shop: client(people.customer, address("shop", shopOrder, "/events")),
    crm: client(people.seller, address("crm", shopOrder, "/events")),
    partner: client(people.partner, address("partner", partnerOrder, "/events")),
  };
  await reaches(people, shopOrder, "PRICE_CALCULATED");
  await acceptPrice(people, shopOrder);
  const versions: Record<string, { version: number }> = {};
  for (const id of [shopOrder, partnerOrder]) {
    const priced = await reaches(people, id, "PRICE_CALCULATED");
    versions[id] = await act(people.seller, "crm", [id, "approve"], {}, seen(priced));
  }
  return versions;
}

/** Both orders from their approval on, step by step in turn. */
async function untilClosed(approved: Record<string, { version: number }>): Promise<void> {
  const { people } = at();
  const ids = Object.keys(approved);
  const parcel = (id: string) => ({ carrier: "Parcel service", trackingNumber: tracking(id) });
  for (const id of ids) await act(people.operator, "mes", [id, "start"], {}, seen(approved[id]!));
  for (const id of ids) await act(people.operator, "mes", [id, "complete"]);
  for (const id of ids) await act(people.operator, "mes", [id, "pack"]);
  for (const id of ids) await act(people.operator, "mes", [id, "ship"], parcel(id));
  for (const id of ids) await deliver(people, id);
}

/** Stops the node with clients connected, and starts it again where it was. */
async function restart(): Promise<void> {
  const { node, people, prefix } = at();
  const frames = readSse(`${node.url}/crm/v1/feed`, { token: people.seller.credential ?? "" });
  await frames.next(); // It is connected.
  const stopped = node.stop();
  for await (const frame of frames) untilTheStop.push(frame);
  await stopped;
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
  await eventually(() => clients.every(({ lastEventId }) => lastEventId !== undefined));
  const approved = await untilApproved();
  await restart();
  await untilClosed(approved);
}, 60_000);
async function everybodyLeaves(): Promise<void> {
  for (const one of clients) one.leave();
  await Promise.all(running);
}
afterAll(async () => {
  await everybodyLeaves();
  await restarted?.stop();
}, 30_000);

const of = (events: readonly CloudEvent[], order: string) => events.filter(({ subject }) => subject === order);
const hasSeenTheEnd = (one: CutClient, order: string) =>
  eventually(() => of(one.events, order).at(-1)?.type === "bezel.OrderClosed.v1", { what: `the end on ${one.path}` });

describe("a client cut after every frame, across a restart of the node,", () => {
  test("sees each of the ten statuses of one order exactly once and in order", async () => {
    const { shop, crm, partner } = ofOneOrder;
    for (const one of [shop, crm, partner]) {
      await hasSeenTheEnd(one, one === partner ? partnerOrder : shopOrder);
      expect(statusesIn(one.events)).toEqual([...lifeOfAnOrder]);
      expect(one.cuts).toBeGreaterThanOrEqual(one.events.length);
    }
  });

  test.each([
    ["shop", () => [shopOrder]],
    ["partner", () => [partnerOrder]],
    ["crm", () => [shopOrder, partnerOrder]],
    ["mes", () => [shopOrder, partnerOrder]],
  ] as const)("sees them on the %s feed, and no other owner's", async (side, orders) => {
    const feed = feeds[side];
    for (const order of orders()) {
      await hasSeenTheEnd(feed, order);
      expect(statusesIn(of(feed.events, order))).toEqual([...lifeOfAnOrder]);
    }
    expect(new Set(idsOf(feed.events)).size).toBe(feed.events.length);
    expect([...new Set(feed.events.map(({ subject }) => subject))]).toEqual(orders());
  });

  test("is told of the same events under the same ids by stream, feed and list; owners less of each", async () => {
    const { customer, partner, seller } = at().people;
    const [ofShop, ofPartner] = [await listed(seller, "crm", shopOrder), await listed(seller, "crm", partnerOrder)];
    const own = (events: readonly CloudEvent[]) =>
      events.flatMap((event) => toldToOwner(event, String(events[0]?.data["owner"])) ?? []);
    expect(ofOneOrder.crm.events).toEqual(ofShop);
    for (const { events } of [feeds.crm, feeds.mes]) {
      expect(of(events, shopOrder)).toEqual(ofShop);
      expect(of(events, partnerOrder)).toEqual(ofPartner);
    }
    for (const told of [await listed(customer, "shop", shopOrder), ofOneOrder.shop.events, feeds.shop.events]) {
      expect(told).toEqual(own(ofShop));
    }
    for (const told of [
      await listed(partner, "partner", partnerOrder),
      ofOneOrder.partner.events,
      feeds.partner.events,
    ]) {
      expect(told).toEqual(own(ofPartner));
    }
  });

  test("loses and doubles nothing of a commit with several events", () => {
    const keys = ["1.0", "1.1", "1.2", "2.0", "2.1"];
    const expected = keys.map((key) => `evt_${partnerOrder}.${key}`);
    expect(idsOf(ofOneOrder.partner.events).slice(0, 5)).toEqual(expected);
    expect(idsOf(feeds.partner.events).slice(0, 5)).toEqual(expected);
  });
});

describe("a node that stops", () => {
  test("ends streams politely", () => {
    expect(untilTheStop.at(-1)).toEqual({ event: "bye", data: '{"reason":"stopping"}' });
  });

  test("is not kept by a client that stalls in the middle of an upload", async () => {
    await everybodyLeaves();
    const { partner } = at().people;
    const head = [
      "POST /partner/v1/models HTTP/1.1",
      "host: localhost",
      `authorization: Bearer ${partner.credential}`,
      "idempotency-key: stalled-upload",
      "content-length: 684",
    ];
    const stalled = connect(at().node.port, "127.0.0.1");
    stalled.write(`${head.join("\r\n")}\r\n\r\nsolid`);
    expectOk(await partner.get("/healthz"));
    const startedAt = performance.now();
    await restarted?.stop();
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    stalled.destroy();
  }, 15_000);
});
