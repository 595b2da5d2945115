import { expect, setDefaultTimeout, test } from "bun:test";
import type { QuoteView } from "#contracts/api/quotes.ts";
import { type Api, expectOk } from "#dev/client/api.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { codeOf } from "../api/support/problem.ts";
import { installation } from "./support/installation.ts";
import { act, freshKey, reaches, seen, silver, smallRing, statusesOf, view } from "./support/orders.ts";

setDefaultTimeout(30_000);
const at = installation();

const quoteAt = async (api: Api, side: string, id: string): Promise<QuoteView> =>
  expectOk(await api.get(`/${side}/v1/quotes/${id}`));
const priced = (api: Api, side: string, id: string): Promise<QuoteView> =>
  eventually(async () => {
    const quote = await quoteAt(api, side, id);
    return quote.status === "PRICED" && quote;
  });

/** A company's program uploads a ring and asks what it costs. */
async function askForRing(partner: Api): Promise<string> {
  const { modelId } = expectOk(await partner.upload("/partner/v1/models", smallRing, freshKey()));
  const asked = await partner.post("/partner/v1/quotes", { modelId, choice: silver, country: "DE" }, freshKey());
  expect(asked.status).toBe(202);
  const { id, next } = asked.body;
  expect(asked.headers.get("location")).toBe(`/partner/v1/quotes/${id}`);
  expect(next).toEqual([]);
  return id;
}

test("a quote is asked for, priced, accepted, and its order needs no further price", async () => {
  const { partner, seller } = at().people;
  const id = await askForRing(partner);
  const quote = await priced(partner, "partner", id);
  const order = expectOk(await partner.post(`/partner/v1/quotes/${id}/accept`, {}, { ...freshKey(), ...seen(quote) }));
  expect(order).toMatchObject({ status: "PRICE_CALCULATED", quoteId: id });
  const shown = await view(seller, "crm", order.id);
  expect(shown).toMatchObject({ quoteId: id, price: quote.price, priceAccepted: true });
  await act(seller, "crm", [order.id, "approve"], {}, seen(shown));
  const approved = await reaches(at().people, order.id, "MANUFACTURING_APPROVED");
  expect(statusesOf(approved)).toEqual([
    "INITIATED",
    "FILE_UPLOADED",
    "SUBMITTED",
    "PRICE_CALCULATED",
    "MANUFACTURING_APPROVED",
  ]);
  const again = await partner.post(`/partner/v1/quotes/${id}/accept`, {}, { ...freshKey(), "if-match": "*" });
  expect(codeOf(again)).toBe("409 quote/already-accepted");
});
