import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { z } from "zod";
import type { NodeLoad } from "#contracts/cluster/lease.ts";
import { type Answer, expectOk } from "#dev/client/api.ts";
import type { People } from "#dev/client/people.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { expectAgreement } from "./support/databases.ts";
import { installation, peopleOf } from "./support/installation.ts";
import {
  acceptPrice,
  act,
  address,
  deliver,
  freshKey,
  makeAndShip,
  placeReadyMade,
  reaches,
  readyMade,
  seen,
  submitModel,
  view,
} from "./support/orders.ts";

type Load = z.infer<typeof NodeLoad>;
interface Node {
  readonly load: Load;
}

const at = installation();
let other: TestNode;
/** Everybody, as clients of the other node. */
let there: People;

async function otherJoins(): Promise<void> {
  other = await startNode({ prefix: at().prefix, number: 2, env: { BEZEL_CAPACITY: "2", BEZEL_RELEASE: "next" } });
  there = await peopleOf(other);
}
beforeAll(otherJoins, 30_000);
afterAll(() => other.stop(), 30_000);

const place = { goods: readyMade, choice: { quantity: 1 }, country: "DE" };

describe("two nodes of one installation", () => {
  test("work on the same orders, whichever is asked", async () => {
    const here = at().people;
    const id = await submitModel(there);
    await reaches(here, id, "PRICE_CALCULATED");
    await acceptPrice(there, id);
    const approved = await act(here.seller, "crm", [id, "approve"], {}, seen(await view(there.seller, "crm", id)));
    await act(there.operator, "mes", [id, "start"], {}, seen(approved));
    expect(await view(here.customer, "shop", id)).toMatchObject({ status: "MANUFACTURING_STARTED" });
    await act(here.operator, "mes", [id, "complete"]);
    await act(there.operator, "mes", [id, "pack"]);
    expect(await view(here.seller, "crm", id)).toEqual(await view(there.seller, "crm", id));
    await expectAgreement(at(), id);
  });

  test("know each other and share the orders between them, by their capacities", async () => {
    const { items } = expectOk(await there.admin.get("/ops/v1/nodes"));
    expect(items).toMatchObject([
      { id: "node-1", state: "active", capacity: 1, release: "dev", roles: expect.arrayContaining(["orders"]) },
      { id: "node-2", state: "active", capacity: 2, release: "next", roles: expect.arrayContaining(["gateway"]) },
    ]);
    const [one, two] = items.map(({ share }: { share: number }) => share);
    expect(one + two).toBeCloseTo(1);
    expect(Math.abs(two - 2 / 3)).toBeLessThan(0.05);
    const loads = async () => expectOk(await there.admin.get("/ops/v1/nodes")).items.map((item: Node) => item.load);
    await eventually(async () => (await loads()).some(({ residents }: Load) => residents > 0));
  });

  test("answer a retry at the other one with the first answer", async () => {
    const key = freshKey();
    const first = await there.partner.post("/partner/v1/orders", place, key);
    const again = await at().people.partner.post("/partner/v1/orders", place, key);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
  });

  test("show in either's lists what was written at the other", async () => {
    const { headers, body } = await there.partner.post("/partner/v1/orders", place, freshKey());
    const position = { "bezel-position": headers.get("bezel-position") ?? "" };
    const list = expectOk(await at().people.partner.get("/partner/v1/orders?limit=1", position));
    expect([list.stale, list.items[0].id]).toEqual([false, body.id]);
  });

  test("let one of two opposite decisions at once through", async () => {
    const id = await placeReadyMade(there);
    const priced = seen(await reaches(there, id, "PRICE_CALCULATED"));
    const answers = await Promise.all([
      there.seller.post(address("crm", id, "/approve"), {}, priced),
      at().people.seller.post(address("crm", id, "/reject"), { reason: "out of stock" }, priced),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 412]));
  });
});

type Creation = readonly [who: "customer" | "partner", path: string, body: object];

/** What the node that stays could not answer. */
const failures: Answer[] = [];

/** Sends to one node and the other in turn, always under the same key, until one of them says yes or no. */
async function insist(turn: number, [who, path, body]: Creation): Promise<Answer> {
  const key = freshKey();
  const nodes = [at().people, there];
  let next = turn;
  const ask = async () => {
    const isStaying = next % 2 === 0;
    const answer = await nodes[next++ % 2]?.[who].post(path, body, key);
    if (isStaying && answer && answer.status >= 500) failures.push(answer);
    return answer && answer.status < 500 && answer;
  };
  return eventually(ask, { deadlineMs: 20_000, what: `an answer to ${path}` });
}

/** Creates orders at both nodes, four at a time, while something happens; gives their ids. */
async function createWhile(creation: Creation, happens: () => Promise<void>): Promise<string[]> {
  const created: string[] = [];
  let isOver = false;
  const client = async (turn: number) => {
    while (!isOver) created.push(expectOk(await insist(turn, creation)).id);
  };
  const clients = [0, 1, 2, 3].map(client);
  await eventually(() => created.length > 10);
  await happens();
  isOver = true;
  await Promise.all(clients);
  // Orders of the node that went are asked for at the other at once: who asks a gateway that stays notices nothing.
  expect(failures).toEqual([]);
  return created;
}

/** Each order that was answered is there once, in the log and in the database. */
async function expectAllOnce(created: readonly string[]): Promise<void> {
  expect(new Set(created).size).toBe(created.length);
  for (const id of created) await expectAgreement(at(), id);
}

describe("a node that leaves", () => {
  test("politely loses nothing, neither orders nor work on them", async () => {
    let tookMs = 0;
    const placed = await createWhile(["partner", "/partner/v1/orders", place], async () => {
      const startedAt = performance.now();
      await other.stop();
      tookMs = performance.now() - startedAt;
    });
    console.log(`journeys: ${placed.length} orders were placed while a node left in ${Math.round(tookMs)} ms`);
    expect(tookMs).toBeLessThan(5_000);
    for (const id of placed) await reaches(at().people, id, "PRICE_CALCULATED");
    await expectAllOnce(placed);
  }, 60_000);

  test("by kill -9 loses no order, and the other goes on", async () => {
    await otherJoins();
    const started = await createWhile(["customer", "/shop/v1/orders", { country: "DE" }], () => other.kill());
    console.log(`journeys: ${started.length} orders were started while a node was killed`);
    await expectAllOnce(started);
    const { people } = at();
    const id = await placeReadyMade(people);
    await reaches(people, id, "PRICE_CALCULATED");
    await makeAndShip(people, id);
    await deliver(people, id);
    expect((await expectAgreement(at(), id)).status).toBe("CLOSED");
  }, 60_000);
});
