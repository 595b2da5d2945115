import { describe, expect, test } from "bun:test";
import { catchUp } from "../projection/runner.ts";
import { freshPool } from "../testing/database.ts";
import { MemoryLog } from "../testing/memory-log.ts";
import { company, customer, Orders, orderId, start, wholeLife } from "../testing/orders.ts";
import { allPages } from "../testing/pages.ts";
import { fill, planOf } from "../testing/plan.ts";
import { shopProjection } from "./projection.ts";
import { findOrder, listOrders, listStatement } from "./queries.ts";

async function shopOf(tell: (orders: Orders) => void) {
  const pool = await freshPool("shop");
  const log = new MemoryLog();
  const orders = new Orders(log);
  tell(orders);
  await catchUp({ projection: shopProjection, pool, reader: log });
  return { pool, orders };
}

describe("the Shop's orders", () => {
  test("are those of private customers, from the first step on", async () => {
    const { pool, orders } = await shopOf((orders) => {
      orders.live(orderId(1), wholeLife(customer(1)));
      orders.commit(orderId(2), start(customer(1)));
      orders.live(orderId(3), wholeLife(company(1)));
    });
    expect(await findOrder(pool, orderId(1))).toEqual({ id: orderId(1), version: 11, doc: orders.state(orderId(1))! });
    expect(await findOrder(pool, orderId(2))).toMatchObject({ version: 1, doc: { status: "INITIATED" } });
    expect(await findOrder(pool, orderId(3))).toBeUndefined();
  });

  test("are listed by owner and status, newest first, a page at a time", async () => {
    const { pool } = await shopOf((orders) => {
      for (let n = 1; n <= 25; n++) orders.live(orderId(n), wholeLife(customer((n % 2) + 1)).slice(0, n % 3 ? 2 : 1));
    });
    const numbers = Array.from({ length: 25 }, (_, i) => 25 - i);
    const mine = numbers.filter((n) => n % 2 === 0);
    const ask = (more: object) => (after?: string) =>
      listOrders(pool, { owner: customer(1), limit: 5, after, ...more });
    expect(await allPages(ask({}))).toEqual(mine.map(orderId));
    expect(await allPages(ask({ status: "FILE_UPLOADED" }))).toEqual(mine.filter((n) => n % 3 > 0).map(orderId));
    expect(await allPages(ask({ owner: customer(9) }))).toEqual([]);
  });

  test("are kept whatever texts they hold", async () => {
    const reference = "zero \0 byte, half \ud83d of a pair, ' and \\";
    const { pool } = await shopOf((orders) => orders.commit(orderId(1), start(customer(1), reference)));
    expect((await findOrder(pool, orderId(1)))?.doc.reference).toBe(reference);
  });
});

test("every list runs on an index", async () => {
  const pool = await freshPool("shop");
  await fill(pool, "owner", "'cus_' || n % 40");
  const lists = [
    { owner: "cus_1", limit: 20 },
    { owner: "cus_1", status: "CLOSED", limit: 20 },
  ] as const;
  for (const list of lists) {
    const { next } = await listOrders(pool, list);
    for (const after of [undefined, next]) {
      const plan = await planOf(pool, (sql) => listStatement(sql, { ...list, after }));
      expect(plan).toContain("Index Scan");
      expect(plan).not.toContain("Seq Scan");
    }
  }
});
