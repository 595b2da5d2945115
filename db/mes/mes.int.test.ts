import { describe, expect, test } from "bun:test";
import type { OrderStatus } from "#contracts/order/status.ts";
import { catchUp } from "../projection/runner.ts";
import { searchStatement } from "../search.ts";
import { freshPool } from "../testing/database.ts";
import { MemoryLog } from "../testing/memory-log.ts";
import { Orders, operator, orderId, wholeLife } from "../testing/orders.ts";
import { allPages } from "../testing/pages.ts";
import { fill, planOf } from "../testing/plan.ts";
import { mesProjection } from "./projection.ts";
import { findOrder, listQueue, queueStatement } from "./queries.ts";
import { searchQueue, submitted } from "./search.ts";

/** How many commands of a whole life lead to a status. */
const until = { FILE_UPLOADED: 2, SUBMITTED: 3, PRICE_CALCULATED: 4, APPROVED: 6, STARTED: 7 };

async function mesOf(tell: (orders: Orders) => void) {
  const pool = await freshPool("mes");
  const log = new MemoryLog();
  const orders = new Orders(log);
  tell(orders);
  await catchUp({ projection: mesProjection, pool, reader: log });
  return pool;
}

describe("the MES's orders", () => {
  test("begin with the submission", async () => {
    const reason = "changed my mind";
    const pool = await mesOf((orders) => {
      orders.live(orderId(1), wholeLife().slice(0, until.FILE_UPLOADED));
      orders.live(orderId(2), wholeLife().slice(0, until.SUBMITTED));
      orders.live(orderId(3), [...wholeLife().slice(0, until.FILE_UPLOADED), { type: "CancelOrder", reason }]);
      orders.live(orderId(4), [...wholeLife().slice(0, until.SUBMITTED), { type: "CancelOrder", reason }]);
    });
    const found = await Promise.all([1, 2, 3, 4].map((n) => findOrder(pool, orderId(n))));
    expect(found.map((row) => row?.doc.status)).toEqual([undefined, "SUBMITTED", undefined, "CANCELLED"]);
    const statuses: OrderStatus[] = ["FILE_UPLOADED", "SUBMITTED", "CANCELLED"];
    expect(await allPages((after) => listQueue(pool, { statuses, after, limit: 1 }))).toEqual([orderId(2), orderId(4)]);
  });

  test("queue by approval, not by age, across statuses and pages", async () => {
    const pool = await mesOf((orders) => {
      for (let n = 1; n <= 9; n++) orders.live(orderId(n), wholeLife().slice(0, until.PRICE_CALCULATED + 1));
      for (const n of [5, 3, 9, 1, 7, 2]) orders.commit(orderId(n), { type: "ApproveManufacturing" });
      for (const n of [9, 2]) orders.commit(orderId(n), { type: "StartManufacturing", operator: operator(n % 2) });
    });
    const queue = (statuses: OrderStatus[], by?: string) =>
      allPages((after) => listQueue(pool, { statuses, operator: by, after, limit: 2 }));
    expect(await queue(["MANUFACTURING_APPROVED"])).toEqual([5, 3, 1, 7].map(orderId));
    expect(await queue(["MANUFACTURING_APPROVED", "MANUFACTURING_STARTED"])).toEqual([5, 3, 9, 1, 7, 2].map(orderId));
    expect(await queue(["PRICE_CALCULATED"])).toEqual([4, 6, 8].map(orderId));
    expect(await queue(["MANUFACTURING_STARTED", "MANUFACTURING_STARTED"], operator(1))).toEqual([orderId(9)]);
    expect(await queue([])).toEqual([]);
  });

  test("that are promised before an instant come with the next promise first", async () => {
    const promises = [5, 3, 9, 1, 7].map((day) => `2026-02-0${day}T12:00:00.000Z`);
    const pool = await mesOf((orders) => {
      for (const [n, promiseBy] of promises.entries()) {
        orders.live(orderId(n), wholeLife().slice(0, until.PRICE_CALCULATED + 1));
        orders.commit(orderId(n), { type: "ApproveManufacturing", promiseBy });
      }
    });
    const [statuses, promisedBefore] = [["MANUFACTURING_APPROVED"] as const, "2026-02-07T12:00:00.000Z"];
    const pages = allPages((after) => listQueue(pool, { statuses, promisedBefore, after, limit: 2 }));
    expect(await pages).toEqual([3, 1, 0].map(orderId));
  });
});

test("every queue and search runs on an index", async () => {
  const pool = await freshPool("mes");
  await fill(
    pool,
    "queued_at, promise_by, operator, material, skill, risk, reference",
    `timestamptz '2026-01-01' + n * 7919 % 5000 * interval '1 minute',
      timestamptz '2026-02-01' + n * 6841 % 5000 * interval '1 minute', 'opr_' || n % 9, 'metal-' || n % 5,
      'metal-' || n % 5, CASE WHEN n % 50 = 0 THEN 'at-risk' END, 'PO-' || n`,
  );
  const queues = [
    { statuses: ["MANUFACTURING_APPROVED"], limit: 20 },
    { statuses: ["MANUFACTURING_APPROVED", "MANUFACTURING_STARTED", "CLOSED"], limit: 20 },
    { statuses: ["CLOSED"], operator: "opr_3", limit: 20 },
    { statuses: ["MANUFACTURING_APPROVED", "CLOSED"], material: "metal-2", limit: 20 },
    { statuses: ["MANUFACTURING_APPROVED"], skill: "metal-3", limit: 20 },
    { statuses: ["MANUFACTURING_APPROVED", "MANUFACTURING_STARTED"], risk: "at-risk", limit: 20 },
    { statuses: ["MANUFACTURING_APPROVED", "PACKAGING"], promisedBefore: "2026-02-03T00:00:00Z", limit: 20 },
    { statuses: ["CLOSED"], promisedBefore: "2027-01-01T00:00:00Z", limit: 20 },
  ] as const;
  for (const queue of queues) {
    const { next } = await listQueue(pool, queue);
    for (const after of [undefined, next]) {
      const plan = await planOf(pool, (sql) => queueStatement(sql, { ...queue, after }));
      expect(plan).toContain("promisedBefore" in queue ? "Index Scan using queue_by_promise" : "Index Scan");
      expect(plan).not.toContain("Seq Scan");
    }
  }
  for (const text of ["ord_2601", "PO-12", "p"]) {
    const { next } = await searchQueue(pool, { text, limit: 20 });
    for (const after of [undefined, next]) {
      const plan = await planOf(pool, (sql) => searchStatement(sql, submitted, { text, after, limit: 20 }));
      expect(plan).toContain("Index Scan");
      expect(plan).not.toContain("Seq Scan");
    }
  }
});
