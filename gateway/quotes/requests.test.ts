import { expect, test } from "bun:test";
import { Elysia } from "elysia";
import { demoPriceBook } from "#actors/pricing/tariff/demo-book.ts";
import { priceModel } from "#actors/pricing/tariff/price.ts";
import * as a from "#actors/quote/builders.ts";
import { RequestQuoteBody } from "#contracts/api/quotes.ts";
import type { Model } from "#contracts/model/model.ts";
import { noBooks } from "#contracts/price-book/books.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { GatewayDeps } from "../deps.ts";
import { errors } from "../plugins/errors.ts";
import { instantPrices } from "./instant/prices.ts";
import { quoteRequests } from "./requests.ts";

const facts: ModelFacts = {
  analyser: "geometry/3",
  sha256: a.sha256,
  format: "stl-binary",
  bytes: 84,
  triangles: 1_000,
  volume: 200,
  area: 500,
  bbox: { min: [0, 0, 0], max: [20, 20, 3] },
  units: null,
  closed: true,
  shells: 1,
  findings: [],
};
const since = "2026-01-01T00:00:00.000Z";
const books = { ...noBooks, published: [{ book: demoPriceBook, since, publishedAt: since, authors: [] }] };
const model: Model = {
  modelId: a.ring.modelId,
  owner: a.customer,
  name: "ring.stl",
  unit: "mm",
  upload: { key: "models/ring", bytes: 84, sha256: a.sha256 },
};

/** Asks for a quote of the ring; gives the answer and the commands that were sent. */
async function ask(known: () => Promise<ModelFacts | undefined>, choice: object = a.choice) {
  const commands: { answered?: object }[] = [];
  const reported: unknown[] = [];
  const report = (error: unknown) => void reported.push(error);
  const deps = {
    names: { streamOf: () => 0 },
    hub: { position: () => [] },
    models: { read: async () => model },
    estimates: { begin: async () => {} },
    instant: instantPrices({
      facts: { get: known },
      books: async () => books,
      priceValidMs: 1_000,
      now: Date.now,
      report,
    }),
    quotes: {
      request: async (_: string, command: { answered?: object }) => {
        commands.push(command);
        const status = command.answered ? ("price" in command.answered ? "PRICED" : "FAILED") : "REQUESTED";
        return { kind: "accepted", id: a.quoteId, version: 1, seq: 1, replayed: false, outcome: { status, next: [] } };
      },
    },
    authenticate: async () => ({ id: a.customer, access: "customer" }),
  } as unknown as GatewayDeps;
  const side = { prefix: "/shop/v1", tag: "Shop", access: ["customer"], own: true, keyRequired: false, verbs: {} };
  const on = { side, channel: "shop", verbs: [] } as never;
  const routes = quoteRequests(deps, on, RequestQuoteBody, () => a.customer);
  const app = new Elysia().use(errors({ error: console.error } as never)).use(routes);
  const headers = { "content-type": "application/json", authorization: "Bearer any" };
  const body = JSON.stringify({ modelId: a.ring.modelId, choice, country: "DE" });
  const answer = await app.handle(new Request("http://bezel/quotes", { method: "POST", headers, body }));
  return { status: answer.status, body: await answer.json(), commands, reported };
}

test("a quote of a model that is known has its price in the answer, and in the command", async () => {
  const { status, body, commands } = await ask(async () => facts);
  const options = { material: "silver-925", finishing: "polished", quantity: 1, unit: "mm", country: "DE" } as const;
  const price = priceModel(facts, options, demoPriceBook);
  expect(status).toBe(201);
  expect(body).toMatchObject({ status: "PRICED", ...price });
  expect(commands).toMatchObject([{ type: "RequestQuote", answered: { ...price, sha256: a.sha256, facts } }]);
});

test("what is not on offer is said at once", async () => {
  const { status, body } = await ask(async () => facts, { ...a.choice, material: "unobtainium" });
  expect(status).toBe(201);
  expect(body).toMatchObject({ status: "FAILED", findings: [{ code: "pricing/material-unavailable" }] });
});

test("a model that is not known gets its price later", async () => {
  const { status, body, commands } = await ask(async () => undefined);
  expect(status).toBe(202);
  expect(body.price).toBeUndefined();
  expect(commands[0]).not.toHaveProperty("answered");
});

test("what does not answer now delays the price, not the quote", async () => {
  const broken = new Error("no bucket");
  const { status, reported } = await ask(async () => {
    throw broken;
  });
  expect(status).toBe(202);
  expect(reported).toEqual([broken]);
});
