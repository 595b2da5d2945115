import { describe, expect, test } from "bun:test";
import type { OrderCommand } from "#contracts/order/commands.ts";
import type { Pool } from "../pool.ts";
import { catchUp } from "../projection/runner.ts";
import { searchStatement } from "../search.ts";
import { freshPool } from "../testing/database.ts";
import { MemoryLog } from "../testing/memory-log.ts";
import { choice, company, model, Orders, orderId, start, wholeLife } from "../testing/orders.ts";
import { allPages } from "../testing/pages.ts";
import { fill, planOf } from "../testing/plan.ts";
import { randomLives } from "../testing/random-lives.ts";
import { crmProjection } from "./projection.ts";
import { countOrders, findOrder, listOrders, listStatement, searchOrders } from "./queries.ts";
import { all } from "./search.ts";

async function crmOf(tell: (orders: Orders) => void) {
  const pool = await freshPool("crm");
  const log = new MemoryLog();
  const orders = new Orders(log);
  tell(orders);
  await catchUp({ projection: crmProjection, pool, reader: log });
  return { pool, orders };
}

const placed = (owner = company(1), channel: "partner" | "crm" = "partner", reference = "PO-1"): OrderCommand => ({
  type: "PlaceOrder",
  owner,
  channel,
  goods: { kind: "model" },
  country: "DE",
  reference,
  model,
  choice,
});

describe("the CRM's orders", () => {
  test("are all orders", async () => {
    const { pool } = await crmOf((orders) => {
      orders.live(orderId(1), wholeLife());
      orders.commit(orderId(2), placed());
    });
    expect(await findOrder(pool, orderId(1))).toMatchObject({ version: 11, doc: { status: "CLOSED" } });
    expect(await findOrder(pool, orderId(2))).toMatchObject({ version: 1, doc: { status: "SUBMITTED" } });
  });

  test("are listed by status, channel and owner in any combination, newest first", async () => {
    const { pool, orders } = await crmOf((orders) => {
      for (let n = 1; n <= 40; n++) {
        if (n % 2) orders.commit(orderId(n), start());
        else orders.commit(orderId(n), placed(company((n % 3) + 1), n % 4 ? "crm" : "partner"));
      }
    });
    const newest = Array.from({ length: 40 }, (_, i) => orderId(40 - i));
    const filters = [
      {},
      { status: "SUBMITTED" },
      { channel: "crm" },
      { owner: company(2) },
      { status: "SUBMITTED", channel: "partner" },
      { status: "INITIATED", channel: "partner" },
      { status: "SUBMITTED", channel: "crm", owner: company(1) },
    ] as const;
    for (const filter of filters) {
      const expected = newest.filter((id) => Bun.deepMatch(filter, orders.state(id)));
      expect(await allPages((after) => listOrders(pool, { ...filter, after, limit: 7 }))).toEqual(expected);
    }
  });

  test("are counted by status and channel", async () => {
    const ids = Array.from({ length: 30 }, (_, i) => orderId(i + 1));
    const { pool, orders } = await crmOf((orders) => randomLives(orders, { count: 30, steps: 300, seed: 11 }));
    const counts = Map.groupBy(ids, (id) => `${orders.state(id)?.status} ${orders.state(id)?.channel}`);
    const expected = [...counts].map(([key, { length }]) => `${key} ${length}`).sort();
    const counted = await countOrders(pool);
    expect(counted.map(({ status, channel, orders }) => `${status} ${channel} ${orders}`)).toEqual(expected);
  });
});

describe("a search", () => {
  const search = (pool: Pool, text: string) => allPages((after) => searchOrders(pool, { text, after, limit: 3 }));

  test("finds by the beginning of an id", async () => {
    const { pool } = await crmOf((orders) => {
      for (let n = 1; n <= 10; n++) orders.commit(orderId(n), start());
    });
    expect(await search(pool, orderId(4))).toEqual([orderId(4)]);
    expect((await search(pool, "ord_2601")).length).toBe(10);
    expect(await search(pool, "ord_2602")).toEqual([]);
  });

  test("finds by the beginning of a reference, in any case, pages in its order", async () => {
    const references = ["PO-7", "po-71", "Po-72", "PO-8", "PO_7", "%", "ring 100%", "Žluť 1"];
    const { pool, orders } = await crmOf((orders) => {
      for (const [n, reference] of references.entries())
        orders.commit(orderId(n), placed(company(1), "crm", reference));
    });
    const found = async (text: string) => (await search(pool, text)).map((id) => orders.state(id)?.reference ?? "");
    expect(await found("po-7")).toEqual(["PO-7", "po-71", "Po-72"]);
    expect(await found("PO")).toEqual(["PO-7", "po-71", "Po-72", "PO-8", "PO_7"]);
    expect(await found("%")).toEqual(["%"]);
    expect(await found("žluť")).toEqual(["Žluť 1"]);
    expect(await found("zero \0 byte")).toEqual([]);
  });
});

describe("runs on an index, without sorting:", () => {
  const filled = async () => {
    const pool = await freshPool("crm");
    await fill(pool, "owner, reference", "'cus_' || n % 40, 'PO-' || n");
    return pool;
  };
  const expectIndex = (plan: string) => {
    expect(plan).toContain("Index Scan");
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  };

  test("every list", async () => {
    const pool = await filled();
    const filters = [
      {},
      { status: "CLOSED" },
      { status: "PRICE_CALCULATED" },
      { channel: "crm" },
      { owner: "cus_7" },
      { status: "CLOSED", channel: "shop" },
      { status: "CLOSED", owner: "cus_7" },
    ] as const;
    for (const filter of filters) {
      const { next } = await listOrders(pool, { ...filter, limit: 20 });
      for (const after of [undefined, next]) {
        expectIndex(await planOf(pool, (sql) => listStatement(sql, { ...filter, after, limit: 20 })));
      }
    }
  });

  test("every search", async () => {
    const pool = await filled();
    for (const text of ["ord_2601", "PO-12", "p"]) {
      const { next } = await searchOrders(pool, { text, limit: 20 });
      for (const after of [undefined, next]) {
        expectIndex(await planOf(pool, (sql) => searchStatement(sql, all, { text, after, limit: 20 })));
      }
    }
  });
});
