import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { demoPriceBook } from "#actors/pricing/tariff/demo-book.ts";
import { type Api, apiClient, expectOk } from "#dev/client/api.ts";
import { signIn } from "#dev/client/people.ts";
import { installation } from "../journeys/support/installation.ts";
import { reaches, submitModel } from "../journeys/support/orders.ts";
import { codeOf } from "./support/problem.ts";

setDefaultTimeout(20_000);
const at = installation();
const { version: _, ...demo } = demoPriceBook;
const address = "/ops/v1/price-book";

let author: Api;
let approver: Api;
beforeAll(async () => {
  author = at().people.admin;
  const { url } = at().node;
  const email = "second.admin@bezel.example";
  const { password } = expectOk(await author.post("/ops/v1/people", { email, name: "Second", access: "admin" }));
  approver = apiClient(url, await signIn(url, { user: email, secret: password }));
}, 30_000);

const netOf = async () => {
  const id = await submitModel(at().people);
  const { price } = await reaches(at().people, id, "PRICE_CALCULATED");
  return price;
};

test("a book is drafted by one and approved by another, and prices are made from it", async () => {
  const { draft } = expectOk(await author.post(`${address}/drafts`, { ...demo, setupMinor: 99_00 }));
  const read = expectOk(await approver.get(`${address}/drafts/${draft}`));
  expect(read).toMatchObject({ revision: 1, book: { setupMinor: 99_00 } });
  const approve = { revision: read.revision };
  expect(codeOf(await author.post(`${address}/drafts/${draft}/approve`, approve))).toBe("403 price-book/own-draft");
  expectOk(await approver.post(`${address}/drafts/${draft}/approve`, approve));
  expect(expectOk(await author.get(address))).toMatchObject({ version: 2, setupMinor: 99_00 });
  expect(expectOk(await author.get(`${address}/drafts`)).items).toEqual([]);
  expect(expectOk(await at().people.customer.get("/shop/v1/catalogue")).bookVersion).toBe(2);
  expect(await netOf()).toMatchObject({
    bookVersion: 2,
    lines: expect.arrayContaining([expect.objectContaining({ amount: 99_00 })]),
  });
});

test("metals are fixed without a new book; a price names the fix, and both can be read again", async () => {
  const silver = demoPriceBook.materials["silver-925"];
  const before = silver?.kind === "casting" ? silver.fineMinorPerKilogram : 0;
  const fix = (price: number) =>
    author.post(`${address}/fixes`, { currency: "EUR", fineMinorPerKilogram: { silver: price } });
  expect(codeOf(await fix(before * 10))).toBe("409 price-book/metal-jumps");
  expect(expectOk(await fix(before + 100_00))).toMatchObject({ fix: 1 });
  const price = await netOf();
  expect(price).toMatchObject({ metalFix: 1 });
  const replayed = expectOk(await author.get(`${address}/versions/${price?.bookVersion}?fix=${price?.metalFix}`));
  expect(replayed.materials["silver-925"].fineMinorPerKilogram).toBe(before + 100_00);
  expect(expectOk(await author.get(`${address}/fixes`)).items).toMatchObject([{ fix: 1 }]);
});

test("a book that is to come can be withdrawn, and all versions stay readable", async () => {
  const effectiveFrom = "2099-01-01T00:00:00.000Z";
  const { draft } = expectOk(await author.post(`${address}/drafts`, { ...demo, effectiveFrom }));
  const { version } = expectOk(await approver.post(`${address}/drafts/${draft}/approve`, { revision: 1 }));
  const statuses = async () =>
    expectOk(await author.get(`${address}/versions`)).items.map(({ status }: { status: string }) => status);
  expect((await statuses())[0]).toBe("coming");
  expectOk(await author.post(`${address}/versions/${version}/withdraw`, { reason: "The wrong year" }));
  expect((await statuses())[0]).toBe("withdrawn");
  expect((await statuses()).at(-1)).toBe("past");
  expect(codeOf(await author.post(`${address}/versions/1/withdraw`, { reason: "The wrong year" }))).toBe(
    "409 price-book/in-force",
  );
  expect(codeOf(await author.post(address, demoPriceBook))).toBe("409 price-book/not-next");
});
