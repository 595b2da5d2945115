import { Elysia } from "elysia";
import { Catalogue } from "#contracts/api/catalogue.ts";
import type { PriceBooks } from "#contracts/price-book/books.ts";
import { bookAt } from "#contracts/price-book/in-force.ts";
import { Process } from "#contracts/pricing/material.ts";
import type { BookInForce } from "#contracts/pricing/price-book.ts";
import { mainPriceBook } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "./deps.ts";
import { ProblemError } from "./problem.ts";

const readWithinMs = 2_000;

/** The price books as prices are made from them. Throws ProblemError. */
export async function priceBooks({ send, now }: Pick<GatewayDeps, "send" | "now">): Promise<PriceBooks> {
  const reply = await send({ kind: "read", aggregate: mainPriceBook, deadline: now() + readWithinMs });
  if (reply.kind === "unavailable") throw ProblemError.unavailable(reply);
  if (reply.kind !== "state" || reply.state === undefined) throw new ProblemError("price-book/not-found");
  return reply.state as PriceBooks;
}

/** The price book in force. Throws ProblemError. */
export async function priceBook(deps: Pick<GatewayDeps, "send" | "now">): Promise<BookInForce> {
  const book = bookAt(await priceBooks(deps), new Date(deps.now()).toISOString());
  if (!book) throw new ProblemError("price-book/not-found");
  return book;
}

const named = <Item extends { name: string }>(items: Readonly<Record<string, Item>>) =>
  Object.entries(items).map(([code, item]) => ({ ...item, code }));

const catalogueOf = (book: BookInForce): Catalogue => ({
  bookVersion: book.version,
  currency: book.currency,
  materials: named(book.materials).map(({ code, name, kind }) => ({ code, name, process: kind })),
  finishings: named(book.finishings).map(({ code, name, processes = Process.options }) => ({ code, name, processes })),
  leadTimes: named(book.leadTimes ?? {}).map(({ code, name, days }) => ({ code, name, days })),
  stones: (book.stones ?? []).map(({ stone, setting, upToMm }) => ({ stone, setting, upToMm })),
  goods: named(book.goods).map(({ code, name, unitMinor }) => ({ code, name, unitNet: unitMinor })),
  countries: Object.keys(book.taxPermilleByCountry),
});

/** What can be ordered. Public: one looks before one signs in. */
export const catalogueRoutes = (deps: GatewayDeps) =>
  new Elysia().get("/catalogue", async () => catalogueOf(await priceBook(deps)), {
    response: { 200: Catalogue },
    detail: { summary: "Materials, finishings, lead times, stones and ready-made goods", tags: ["Catalogue"] },
  });
