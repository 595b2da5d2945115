import { describe, expect, setDefaultTimeout, test } from "bun:test";
import type { QuoteView } from "#contracts/api/quotes.ts";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { type Api, expectOk } from "#dev/client/api.ts";
import { readSse } from "#dev/client/sse.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { codeOf } from "../api/support/problem.ts";
import { installation } from "./support/installation.ts";
import { act, freshKey, reaches, seen, silver, smallRing, statusesOf, view } from "./support/orders.ts";

setDefaultTimeout(30_000);
const at = installation();

type Side = "shop" | "partner" | "crm";
const address = (side: Side, id: string, more = "") => `/${side}/v1/quotes/${id}${more}`;
const quoteAt = async (api: Api, side: Side, id: string): Promise<QuoteView> =>
  expectOk(await api.get(address(side, id)));
const priced = (api: Api, side: Side, id: string): Promise<QuoteView> =>
  eventually(
    async () => {
      const quote = await quoteAt(api, side, id);
      return quote.status === "PRICED" && quote;
    },
    { what: `the price of ${id}` },
  );

/** Somebody uploads a ring and asks what it costs: the answer says it, and a retry's too. */
async function askForRing(api: Api, side: "shop" | "partner"): Promise<string> {
  const { modelId } = expectOk(await api.upload(`/${side}/v1/models`, smallRing, freshKey()));
  const key = freshKey();
  const ask = () => api.post(`/${side}/v1/quotes`, { modelId, choice: silver, country: "DE" }, key);
  const asked = await ask();
  expect(asked.status).toBe(201);
  const { id, status, price } = asked.body;
  expect(asked.headers.get("location")).toBe(address(side, id));
  expect(status).toBe("PRICED");
  expect(price.total).toBeGreaterThan(0);
  expect((await ask()).body).toEqual(asked.body);
  return id;
}

const accept = (api: Api, side: Side, quote: QuoteView, key = freshKey()) =>
  api.post(address(side, quote.id, "/accept"), {}, { ...key, ...seen(quote) });

/** The names of the quote's events as they come, up to one of them. */
async function follow(api: Api, side: Side, id: string, last: string, lastEventId?: string) {
  const names: string[] = [];
  const from = lastEventId === undefined ? {} : { lastEventId };
  const url = new URL(address(side, id, "/events"), api.url).href;
  for await (const { id: place, data } of readSse(url, { token: api.credential ?? "", ...from })) {
    if (data === undefined) continue;
    const { type }: CloudEvent = JSON.parse(data);
    names.push(type.split(".")[1] ?? "");
    if (names.at(-1) === last) return { names, place };
  }
  throw new Error(`the stream ended before ${last}`);
}

test("a company's program asks, follows, looks around, accepts, and its order needs no further price", async () => {
  const { partner, seller } = at().people;
  const id = await askForRing(partner, "partner");
  const { names, place } = await follow(partner, "partner", id, "QuotePriced");
  expect(names).toEqual(["QuoteRequested", "QuotePriced"]);
  const quote = await quoteAt(partner, "partner", id);
  const unchanged = await partner.get(address("partner", id), { "if-none-match": `"${quote.version}"` });
  expect(unchanged.status).toBe(304);

  const quantities = [1, 10, 100];
  const asked = { materials: ["silver-925", "gold-18k"], quantities };
  const { items } = expectOk(await partner.post(address("partner", id, "/what-if"), asked, freshKey()));
  expect(items).toHaveLength(6);
  expect(items[0]).toMatchObject({ choice: silver, total: quote.price?.total as number });

  const stale = await partner.post(address("partner", id, "/accept"), {}, { ...freshKey(), "if-match": '"7"' });
  expect(codeOf(stale)).toBe("412 command/stale");
  const key = freshKey();
  const first = await accept(partner, "partner", quote, key);
  const order = expectOk(first);
  expect(first.headers.get("location")).toBe(`/partner/v1/orders/${order.id}`);
  expect(order).toMatchObject({ status: "PRICE_CALCULATED", quoteId: id });
  expect(expectOk(await accept(partner, "partner", quote, key))).toEqual(order);
  expect((await follow(partner, "partner", id, "QuoteAccepted", place)).names).toEqual(["QuoteAccepted"]);
  expect(codeOf(await accept(partner, "partner", await quoteAt(partner, "partner", id)))).toBe(
    "409 quote/already-accepted",
  );

  const shown = await view(seller, "crm", order.id);
  expect(shown).toMatchObject({ quoteId: id, price: quote.price, priceAccepted: true });
  await act(seller, "crm", [order.id, "approve"], {}, seen(shown));
  const approved = await reaches(at().people, order.id, "MANUFACTURING_APPROVED");
  const before = ["INITIATED", "FILE_UPLOADED", "SUBMITTED", "PRICE_CALCULATED"] as const;
  expect(statusesOf(approved)).toEqual([...before, "MANUFACTURING_APPROVED"]);
});

describe("a private customer's quote", () => {
  test("is nobody else's, gets another price by two sellers, and a new one when asked for", async () => {
    const { customer, partner, seller, admin } = at().people;
    const id = await askForRing(customer, "shop");
    const quote = await priced(customer, "shop", id);
    expect(codeOf(await partner.get(address("partner", id)))).toBe("404 quote/not-found");
    expect(codeOf(await partner.get(address("partner", id, "/events")))).toBe("404 quote/not-found");
    expect(codeOf(await accept(partner, "partner", quote))).toBe("404 quote/not-found");

    const wish = { net: 1_00, reason: "a favour" };
    const proposed = expectOk(await seller.post(address("crm", id, "/override"), wish, seen(quote)));
    expect(proposed.next).toContain("approve-override");
    const hidden = await quoteAt(customer, "shop", id);
    expect(hidden).toMatchObject({ price: quote.price });
    expect(hidden.proposal).toBeUndefined();
    const approval = address("crm", id, "/approve-override");
    expect(codeOf(await seller.post(approval, {}, seen(proposed)))).toBe("403 quote/own-proposal");
    expectOk(await admin.post(approval, {}, seen(proposed)));
    const agreed = await quoteAt(customer, "shop", id);
    expect(agreed).toMatchObject({ price: { net: 1_00 }, overridden: { before: quote.price?.total } });
    const { items } = expectOk(await customer.get(address("shop", id, "/events")));
    expect(items.map(({ type }: CloudEvent) => type.split(".")[1])).not.toContain("OverrideProposed");

    const again = await customer.post(address("shop", id, "/requote"), { choice: { ...silver, quantity: 7 } });
    expect(again.status).toBe(202);
    const { price, difference } = await priced(customer, "shop", id);
    expect(difference).toMatchObject({
      totalBefore: agreed.price?.total,
      total: (price?.total ?? 0) - (agreed.price?.total ?? 0),
      reasons: ["options", "agreed-price-ended"],
    });
  });
});
