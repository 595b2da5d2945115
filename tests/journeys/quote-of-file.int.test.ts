import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { Line } from "#bench/chaos/cluster/line.ts";
import type { QuoteView } from "#contracts/api/quotes.ts";
import { type Api, expectOk } from "#dev/client/api.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { servers } from "#dev/testing/servers.ts";
import { codeOf } from "../api/support/problem.ts";
import { installation } from "./support/installation.ts";
import { freshKey, seen, silver, smallRing } from "./support/orders.ts";

setDefaultTimeout(30_000);
const { s3 } = await servers();
const line = await Line.open(Number(new URL(s3.endpoint).port));
afterAll(() => line.close());
const at = installation({ env: { S3_ENDPOINT: `http://127.0.0.1:${line.port}` } });

const { material, finishing } = silver;
const wish = new URLSearchParams({ name: "ring.stl", material, finishing, country: "DE" });
const ask = (api: Api, key: Record<string, string>, model = smallRing) =>
  api.upload(`/partner/v1/quotes/model?${wish}`, model, key);
const quoteAt = async (api: Api, id: string): Promise<QuoteView> => expectOk(await api.get(`/partner/v1/quotes/${id}`));
const accept = (api: Api, quote: { id: string; version: number }) =>
  api.post(`/partner/v1/quotes/${quote.id}/accept`, {}, { ...freshKey(), ...seen(quote) });
const isStored = async (api: Api, id: string) => {
  const quote = await quoteAt(api, id);
  return quote.storeBy === undefined && quote;
};

test("a model and a wish in one request: the price is there before the store has the file, an order is not", async () => {
  const { partner } = at().people;
  line.hold("up");
  const key = freshKey();
  const asked = await ask(partner, key);
  expect([asked.status, asked.body.status]).toEqual([201, "PRICED"]);
  const { id, modelId, price } = asked.body;
  expect(asked.headers.get("location")).toBe(`/partner/v1/quotes/${id}`);
  expect(await quoteAt(partner, id)).toMatchObject({ price, storeBy: expect.any(String), next: [] });
  expect(codeOf(await accept(partner, asked.body))).toBe("409 quote/model-not-stored");
  expect(codeOf(await partner.get(`/partner/v1/models/${modelId}`))).toBe("409 model/not-uploaded");

  line.heal();
  const quote = await eventually(() => isStored(partner, id), { what: "the model in the store" });
  expect(quote).toMatchObject({ status: "PRICED", price, next: ["accept", "requote"] });
  expect(expectOk(await ask(partner, key))).toEqual(asked.body);
  expect(codeOf(await ask(partner, key, smallRing.slice(0, -1)))).toBe("422 command/key-reused");
  expect(expectOk(await accept(partner, quote))).toMatchObject({ status: "PRICE_CALCULATED", quoteId: id });
  // The same price as in two steps.
  const twice = { modelId, choice: silver, country: "DE" };
  expect(expectOk(await partner.post("/partner/v1/quotes", twice, freshKey())).price).toEqual(price);
});

test("a file the store never got leaves a quote that says so", async () => {
  const { partner } = at().people;
  line.hold("up");
  const { id } = expectOk(await ask(partner, freshKey()));
  line.close();
  const failed = await eventually(
    async () => {
      const quote = await quoteAt(partner, id);
      return quote.status === "FAILED" && quote;
    },
    { deadlineMs: 20_000, what: "the end of the quote" },
  );
  expect(failed).toMatchObject({ findings: [{ code: "model/not-stored", severity: "error" }], next: [] });
  expect(failed.price).toBeUndefined();
});
