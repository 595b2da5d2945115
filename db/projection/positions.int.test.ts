import { describe, expect, test } from "bun:test";
import { eventually } from "#dev/testing/eventually.ts";
import { freshPool, secondPool } from "../testing/database.ts";
import { advancePosition, beginPosition, loadPosition, resetPositions } from "./positions.ts";

const at = (seq: number, incarnation = "first") => ({ incarnation, seq });

describe("a position", () => {
  test("begins once, whoever begins it", async () => {
    const pool = await freshPool("shop");
    expect(await loadPosition(pool, 0)).toBeUndefined();
    await Promise.all([beginPosition(pool, 0, "first"), beginPosition(pool, 0, "first")]);
    await beginPosition(pool, 0, "second");
    expect(await loadPosition(pool, 0)).toEqual(at(0));
  });

  test("advances only from exactly where it is", async () => {
    const pool = await freshPool("shop");
    await beginPosition(pool, 0, "first");
    const advance = (from: ReturnType<typeof at>, toSeq: number) =>
      pool.transaction((tx) => advancePosition(tx, "shop", 0, from, toSeq));
    expect(await advance(at(0), 5)).toBe(true);
    expect(await advance(at(0), 9)).toBe(false);
    expect(await advance(at(4), 9)).toBe(false);
    expect(await advance(at(5, "second"), 9)).toBe(false);
    expect(await loadPosition(pool, 0)).toEqual(at(5));
  });

  test("cannot be begun while a rebuild is emptying the tables", async () => {
    const pool = await freshPool("shop");
    const other = secondPool(pool);
    const waiting = () =>
      other.query((sql) => sql`SELECT FROM pg_locks WHERE NOT granted AND relation = 'projection_positions'::regclass`);
    const begun = await pool.transaction(async (tx) => {
      await resetPositions(tx, "shop");
      const beginning = beginPosition(other, 0, "first");
      await eventually(async () => (await waiting()).length > 0, { deadlineMs: 2_000, what: "its waiting" });
      return { beginning };
    });
    await begun.beginning;
    expect(await loadPosition(pool, 0)).toEqual(at(0));
  });
});
