import { beforeAll, describe, expect, test } from "bun:test";
import { expectAgreement } from "./support/databases.ts";
import { businessDatabases, installation } from "./support/installation.ts";
import {
  acceptPrice,
  act,
  deliver,
  makeAndShip,
  placeReadyMade,
  reaches,
  seen,
  startOrder,
  submitModel,
  submitReadyMade,
} from "./support/orders.ts";
import { rebuild, rowsOf } from "./support/rows.ts";

const at = installation();
const reason = "a good reason";

/** Orders that have come to very different places. */
async function someOrders(): Promise<string[]> {
  const { people } = at();
  const closed = await submitModel(people);
  await reaches(people, closed, "PRICE_CALCULATED");
  await acceptPrice(people, closed);
  await makeAndShip(people, closed);
  await deliver(people, closed);
  const shipped = await placeReadyMade(people, { reference: "PO-1" });
  await reaches(people, shipped, "PRICE_CALCULATED");
  await makeAndShip(people, shipped);
  const rejected = await submitReadyMade(people);
  await act(
    people.seller,
    "crm",
    [rejected, "reject"],
    { reason },
    seen(await reaches(people, rejected, "PRICE_CALCULATED")),
  );
  const held = await placeReadyMade(people);
  const priced = await reaches(people, held, "PRICE_CALCULATED");
  await act(people.seller, "crm", [held, "override-price"], { net: 70_000_00, reason }, seen(priced));
  await act(people.seller, "crm", [held, "hold"], { reason });
  const failed = await submitModel(people, new Uint8Array());
  await reaches(people, failed, "PRICING_FAILED");
  return [closed, shipped, rejected, held, failed, await startOrder(people)];
}

let orders: string[];
beforeAll(async () => {
  orders = await someOrders();
  for (const id of orders) await expectAgreement(at(), id);
}, 30_000);

describe("a database made anew from the log while the node runs", () => {
  test.each(businessDatabases)("has the same rows: %s", async (name) => {
    const before = await rowsOf(at(), name);
    expect(before["orders"]?.length).toBeGreaterThanOrEqual(4);
    expect(await rebuild(at().node, name)).toContain(`${name} rebuilt from the log`);
    expect(await rowsOf(at(), name)).toEqual(before);
  });

  test("misses nothing that happens meanwhile", async () => {
    const { people } = at();
    const placed: string[] = [];
    let isOver = false;
    const rebuilding = Promise.all(businessDatabases.map((name) => rebuild(at().node, name))).then(() => {
      isOver = true;
    });
    while (!isOver) placed.push(await placeReadyMade(people));
    await rebuilding;
    console.log(`journeys: ${placed.length} orders were placed while three databases were made anew`);
    for (const id of placed) await reaches(people, id, "PRICE_CALCULATED");
    for (const id of [...orders, ...placed]) await expectAgreement(at(), id);
    const inCrm = await at().databases.crm.query(
      (sql) => sql<{ orders: number }[]>`SELECT sum(orders)::int AS orders FROM order_counts`,
    );
    expect(inCrm[0]?.orders).toBe(orders.length + placed.length);
  });
});
