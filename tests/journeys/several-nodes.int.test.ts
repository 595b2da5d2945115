import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Answer, type Api, expectOk } from "#dev/client/api.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { expectAgreement } from "./support/databases.ts";
import { installation, peopleOf } from "./support/installation.ts";
import { acceptPrice, act, address, deliver, freshKey, makeAndShip, reaches, readyMade, seen, submitModel, view } from "./support/orders.ts";
import type { People } from "#dev/client/people.ts";
import { eventually } from "#dev/testing/eventually.ts";

const at = installation();
let other: TestNode;
let there: People;

const joins = async () => {
  other = await startNode({ prefix: at().prefix, number: 2 });
  there = await peopleOf(other);
};
beforeAll(joins, 30_000);
afterAll(() => other.stop(), 30_000);

const place = { goods: readyMade, choice: { quantity: 1 }, country: "DE" };

/** Sends to one node and the other in turn, always under the same key, until one of them says yes or no. */
async function insist(turn: number, path: string, body: object): Promise<Answer> {
  const key = freshKey();
  const nodes: Api[] = [at().people.partner, there.partner];
  let next = turn;
  return eventually(async () => {
    const answer = await nodes[next++ % 2]!.post(path, body, key);
    return answer.status < 500 && answer;
  }, { deadlineMs: 20_000, what: `an answer to ${path}` });
}

/** Places orders at both nodes, several at a time, while something happens; gives their ids. */
async function placeWhile(happens: () => Promise<unknown>): Promise<string[]> {
  const placed: string[] = [];
  let isOver = false;
  const client = async (turn: number) => {
    while (!isOver) placed.push(expectOk(await insist(turn, "/partner/v1/orders", place)).id);
  };
  const clients = [0, 1, 2, 3].map(client);
  await eventually(() => placed.length > 10);
  await happens();
  isOver = true;
  await Promise.all(clients);
  return placed;
}

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
    const id = expectOk(await there.partner.post("/partner/v1/orders", place, freshKey())).id;
    const priced = seen(await reaches(there, id, "PRICE_CALCULATED"));
    const answers = await Promise.all([
      there.seller.post(address("crm", id, "/approve"), {}, priced),
      at().people.seller.post(address("crm", id, "/reject"), { reason: "out of stock" }, priced),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });
});

/** Every order that was answered is there once, gets its price, and can be made at the node that is left. */
async function expectNothingLost(placed: readonly string[]): Promise<void> {
  expect(new Set(placed).size).toBe(placed.length);
  for (const id of placed) await reaches(at().people, id, "PRICE_CALCULATED");
  const [id = ""] = placed;
  await makeAndShip(at().people, id);
  await deliver(at().people, id);
  await expectAgreement(at(), id);
}

describe("a node that leaves", () => {
  test("politely finishes what it holds: nothing is lost, and it is gone at once", async () => {
    let tookMs = 0;
    const placed = await placeWhile(async () => {
      const startedAt = performance.now();
      await other.stop();
      tookMs = performance.now() - startedAt;
    });
    console.log(`journeys: ${placed.length} orders were placed while a node left in ${Math.round(tookMs)} ms`);
    const t = performance.now();
    await expectNothingLost(placed);
    console.log("after", performance.now() - t);
    expect(tookMs).toBeLessThan(5_000);
  }, 60_000);

  test("by kill -9 leaves its work to the other", async () => {
    await joins();
    const placed = await placeWhile(() => other.kill());
    console.log(`journeys: ${placed.length} orders were placed while a node was killed`);
    const t = performance.now();
    await expectNothingLost(placed);
    console.log("after", performance.now() - t);
  }, 90_000);
});
