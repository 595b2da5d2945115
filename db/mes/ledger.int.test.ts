import { expect, test } from "bun:test";
import type { Commit } from "#contracts/log/commit.ts";
import type { WorkshopEvent } from "#contracts/workshop/events.ts";
import { catchUp } from "../projection/runner.ts";
import { rebuild } from "../rebuild.ts";
import { dump, freshPool } from "../testing/database.ts";
import { MemoryLog } from "../testing/memory-log.ts";
import { operator, orderId } from "../testing/orders.ts";
import { planOf } from "../testing/plan.ts";
import { ledgerStatement, ledgerTotal, listLedger } from "./ledger.ts";
import { mesProjection } from "./projection.ts";

const pay = { amount: 7_50, currency: "EUR" } as const;
const about = (n: number, at: string) => ({ v: 1, at, orderId: orderId(n), operator: operator(1) }) as const;
const commit = (version: number, ...events: object[]): Commit => {
  const given = { id: `c${version}`, fingerprint: "", by: "sys_test", at: "2026-11-03T09:00:00.000Z", outcome: {} };
  return { version, prev: version - 1, commands: [{ ...given, events: events as WorkshopEvent[] }] };
};

test("the ledger adds entries for what is made, undone, scrapped and corrected, and a rebuild gives the same", async () => {
  const pool = await freshPool("mes");
  const log = new MemoryLog();
  const [early, late] = ["2026-11-03T09:00:00.000Z", "2026-11-03T10:00:00.000Z"];
  log.append("wks_main", commit(1, { type: "JobFinished", ...about(1, early), pay }));
  const reopened = { type: "JobReopened", ...about(1, late), why: "undone", round: 9, until: late, reversed: pay };
  const again = { type: "JobFinished", ...about(2, late), pay };
  log.append("wks_main", commit(2, reopened, again, { type: "JobScrapped", ...about(2, late), reversed: pay }));
  const corrected = { type: "LedgerCorrected", ...about(2, late), pay: { amount: 1_00, currency: "EUR" } };
  log.append("wks_main", commit(3, { ...corrected, reason: "for the trouble", by: "sel_x" }));
  await catchUp({ projection: mesProjection, pool, reader: log });
  const of = { period: "2026-11", operator: operator(1) };
  const first = await listLedger(pool, { ...of, limit: 2 });
  const rest = await listLedger(pool, { ...of, after: first.next, limit: 100 });
  const amounts = [...first.items, ...rest.items].map(({ kind, amount_minor }) => [kind, amount_minor]);
  expect(amounts).toEqual([
    ["made", 7_50],
    ["undone", -7_50],
    ["made", 7_50],
    ["scrapped", -7_50],
    ["correction", 1_00],
  ]);
  expect(await ledgerTotal(pool, of)).toEqual([{ amount: 1_00, currency: "EUR" }]);
  expect(await ledgerTotal(pool, { period: "2026-10" })).toEqual([]);
  const before = await dump(pool, "ledger");
  await rebuild("mes", { pool, reader: log });
  expect(await dump(pool, "ledger")).toEqual(before);
});

test("a page of the ledger runs on an index, without sorting", async () => {
  const pool = await freshPool("mes");
  await pool.query((sql) =>
    sql.unsafe(`INSERT INTO ledger SELECT 'e' || n, timestamptz '2026-01-01' + n * interval '1 minute',
      '2026-' || lpad((n % 12 + 1)::text, 2, '0'), 'opr_' || n % 9, NULL, 'made', 1, 'EUR', NULL, NULL
      FROM generate_series(1, 5000) AS n`),
  );
  await pool.query((sql) => sql`ANALYZE ledger`);
  for (const operatorId of [undefined, "opr_3"]) {
    const of = { period: "2026-05", operator: operatorId, limit: 20 };
    const { next } = await listLedger(pool, of);
    for (const after of [undefined, next]) {
      const plan = await planOf(pool, (sql) => ledgerStatement(sql, { ...of, after }));
      expect(plan).toContain("Index Scan");
      expect(plan).not.toMatch(/Seq Scan|Sort/);
    }
  }
});
