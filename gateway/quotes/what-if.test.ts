import { describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { demoPriceBook } from "#actors/pricing/tariff/demo-book.ts";
import { priceModel } from "#actors/pricing/tariff/price.ts";
import { facts } from "#actors/pricing/tariff/testing/facts.ts";
import * as a from "#actors/quote/builders.ts";
import { noBooks, type PriceBooks } from "#contracts/price-book/books.ts";
import { evolveQuote, type Quote } from "#contracts/quote/quote.ts";
import { mainPriceBook } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../deps.ts";
import { errors } from "../plugins/errors.ts";
import { ProblemError } from "../problem.ts";
import { quoteService } from "./quotes.ts";
import { quoteWhatIf, whatIf } from "./what-if.ts";

const ring = facts({ sha256: a.sha256 });
const measured = a.then(a.requested(), { ...a.commands.RecordQuotePrice, facts: ring });
const fold = (events: readonly Parameters<typeof evolveQuote>[1][]) =>
  events.reduce<Quote | undefined>(evolveQuote, undefined) as Quote;
const quote = fold(measured);
const total = (material: string, quantity: number) => {
  const options = { material, finishing: "polished", quantity, unit: "mm", country: "DE" } as const;
  const result = priceModel(ring, options, demoPriceBook);
  return "price" in result ? result.price.total : undefined;
};

describe("what if", () => {
  test("many materials and quantities are asked for at once: each is what a quote for it would say", () => {
    const materials = Object.keys(demoPriceBook.materials);
    const quantities = [1, 2, 5, 10, 25, 50, 100, 250];
    const { items, bookVersion } = whatIf(quote, demoPriceBook, { quantities });
    expect(bookVersion).toBe(demoPriceBook.version);
    expect(items).toHaveLength(materials.length * quantities.length);
    for (const { choice, total: answered } of items) {
      expect(answered).toBe(total(choice.material ?? "", choice.quantity));
    }
  });
  test("what is not on offer has findings in its place", () => {
    const { items } = whatIf(quote, demoPriceBook, { materials: ["unobtainium", "brass"] });
    expect(items.map(({ findings, total: answered }) => findings?.[0]?.code ?? answered)).toEqual([
      "pricing/material-unavailable",
      total("brass", 1) as number,
    ]);
  });
  test("it goes on while another price is waited for, and after a failure for want of a material", () => {
    const revised = fold(a.then(measured, a.commands.Requote));
    const failure = { ...a.commands.RecordQuoteFailure, facts: ring };
    for (const state of [revised, fold(a.then(a.requested(), failure))]) {
      expect(whatIf(state, demoPriceBook, { materials: ["brass"] }).items[0]?.total).toBe(total("brass", 1));
    }
  });
  test("is refused before anything is known of the model, and beyond what one answer holds", () => {
    expect(() => whatIf(fold(a.requested()), demoPriceBook, {})).toThrow(new ProblemError("quote/not-measured"));
    const quantities = Array.from({ length: 200 }, (_, i) => i + 1);
    const many = { materials: Array.from({ length: 11 }, () => "brass"), quantities };
    expect(() => whatIf(quote, demoPriceBook, many)).toThrow(new ProblemError("request/invalid"));
  });
});

describe("the route", () => {
  const since = "2026-01-01T00:00:00.000Z";
  const published = [{ book: demoPriceBook, since, publishedAt: since, authors: [] }];
  const books: PriceBooks = { ...noBooks, lastVersion: demoPriceBook.version, published };
  const owner = { id: a.customer, access: "customer" } as const;
  const read: string[] = [];
  const states: Record<string, unknown> = { [a.quoteId]: quote, [mainPriceBook]: books };
  const send = async ({ kind, aggregate }: { kind: string; aggregate: string }) => {
    if (kind !== "read") throw new Error("nothing is to be written");
    read.push(aggregate);
    return { kind: "state", version: 2, state: states[aggregate] } as const;
  };
  const forbidden = new Proxy({}, { get: (_, name) => expect.unreachable(`a model is asked for its ${String(name)}`) });
  let asking: { id: string; access: string } = owner;
  const deps = {
    send,
    now: Date.now,
    quotes: quoteService(send as never, (() => expect.unreachable()) as never, Date.now),
    models: forbidden,
    authenticate: async () => asking,
  } as unknown as GatewayDeps;
  const side = {
    prefix: "/shop/v1",
    tag: "Shop",
    access: ["customer", "partner"],
    own: true,
    keyRequired: false,
    verbs: {},
  };
  const log = { error: console.error } as never;
  const app = new Elysia().use(errors(log)).use(quoteWhatIf(deps, { side, channel: "shop", verbs: [] } as never));
  const ask = (body: object) => {
    const headers = { "content-type": "application/json", authorization: "Bearer any" };
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    return app.handle(new Request(`http://bezel/quotes/${a.quoteId}/what-if`, request));
  };

  test("reads the quote and the book, and no model: 0 reads of geometry for 2,000 prices", async () => {
    const answer = await ask({
      materials: Array.from({ length: 10 }, () => "brass"),
      quantities: Array.from({ length: 200 }, (_, i) => i + 1),
    });
    expect(answer.status).toBe(200);
    expect((await answer.json()).items).toHaveLength(2_000);
    expect(read).toEqual([a.quoteId, mainPriceBook]);
  });
  test("does not know another account's quote", async () => {
    asking = { id: "acc_bbbbbbbbbbbbbbbb", access: "partner" };
    const answer = await ask({});
    expect([answer.status, (await answer.json()).code]).toEqual([404, "quote/not-found"]);
    asking = owner;
  });
});
