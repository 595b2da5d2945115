import { describe, expect, test } from "bun:test";
import type { OrderSummary } from "#contracts/api/orders.ts";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { Book } from "./book.ts";
import { type Item, itemOfSummary, seen } from "./item.ts";

const at = "2026-11-22T09:30:00.000Z";
const idOf = (n: number) => `ord_2611${String.fromCharCode(97 + n).repeat(24)}`;

const summary = (n: number, version = 6): OrderSummary =>
  ({
    ...{ id: idOf(n), version, status: "MANUFACTURING_APPROVED", goods: { kind: "model" }, findings: [] },
    ...{ createdAt: `2026-11-2${n}T09:30:00.000Z`, statusSince: at, priceAccepted: true, priceExpired: false },
  }) as unknown as OrderSummary;

const event = (version: number, index: number, type: string, data: object = {}): CloudEvent =>
  ({
    ...{ id: `evt_${idOf(1)}.${version}.${index}`, subject: idOf(1), version, time: at },
    ...{ type: `bezel.${type}.v1`, data },
  }) as CloudEvent;

const started = event(7, 0, "ManufacturingStarted", { operator: "opr_a" });
const item = itemOfSummary(summary(1));

describe("an order of the board, told on by the feed", () => {
  test("moves with the next event", () =>
    expect(seen(item, started)).toMatchObject({
      version: 7,
      order: { status: "MANUFACTURING_STARTED", operator: "opr_a" },
    }));

  test("stays as it is with what the list has shown already", () => {
    expect(seen(item, event(6, 3, "ManufacturingApproved"))).toBe(item);
    const after = seen(item, started) as Item;
    expect(seen(after, started)).toBe(after);
  });

  test("takes in all events of a commit, one after the other", () => {
    const after = seen(item, started) as Item;
    expect(seen(after, event(7, 1, "OrderHeld", { reason: "stone missing" }))?.order.held?.reason).toBe(
      "stone missing",
    );
  });

  test("is not guessed at when something is missing", () => {
    expect(seen(item, event(8, 0, "ManufacturingCompleted", { operator: "opr_a" }))).toBeUndefined();
    expect(seen(item, event(7, 1, "OrderHeld", { reason: "?" }))).toBeUndefined();
  });
});

describe("the book of all orders", () => {
  const bookOf = (...numbers: number[]) => {
    const book = new Book();
    for (const n of numbers) book.put(itemOfSummary(summary(n)));
    return book;
  };
  const ids = (book: Book) => book.ranked.map(({ id }) => id);

  test("is kept in order, whatever comes when", () => {
    const book = bookOf(5, 1, 4, 2, 3);
    book.remove(idOf(4));
    book.put(itemOfSummary({ ...summary(2, 9), createdAt: "2026-11-29T09:30:00.000Z" }));
    expect(ids(book)).toEqual([1, 3, 5, 2].map(idOf));
  });

  test("does not go back to an older state", () => {
    const book = bookOf(1);
    book.put(itemOfSummary(summary(1, 3)));
    expect(book.get(idOf(1))?.version).toBe(6);
  });

  test("forgets what has left the board", () => {
    const book = bookOf(1, 2);
    book.put({ ...item, version: 10, order: { ...item.order, status: "SHIPPED" } });
    expect(ids(book)).toEqual([idOf(2)]);
  });
});
