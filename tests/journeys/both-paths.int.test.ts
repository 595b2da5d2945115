import { describe, expect, test } from "bun:test";
import { lifeOfAnOrder, type OrderStatus } from "#contracts/order/status.ts";
import { expectOk } from "#dev/client/api.ts";
import { expectAgreement } from "./support/databases.ts";
import { installation } from "./support/installation.ts";
import { ordinaryModel } from "./support/models.ts";
import {
  acceptPrice,
  act,
  address,
  deliver,
  freshKey,
  makeAndShip,
  placeReadyMade,
  reaches,
  readyMade,
  seen,
  silver,
  startOrder,
  statusesOf,
  submitReadyMade,
  view,
} from "./support/orders.ts";

const at = installation();

const model = await ordinaryModel();
console.log(`journeys: the made-to-order goods are ${model.name}`);
const named = `?name=${encodeURIComponent(model.name)}`;
const allTen: OrderStatus[] = [...lifeOfAnOrder];
const withoutAFile = allTen.filter((status) => status !== "FILE_UPLOADED");

/** A partner's program uploads the model; gives its id. */
const uploadByPartner = async (): Promise<string> =>
  expectOk(await at().people.partner.upload(`/partner/v1/models${named}`, model.bytes, freshKey())).modelId;

describe("Shop → CRM → MES → carrier", () => {
  test("a private customer's order of a model passes all ten statuses", async () => {
    const { people } = at();
    const id = await startOrder(people, { reference: "for Anna" });
    const attached = expectOk(await people.customer.upload(address("shop", id, `/model${named}`), model.bytes));
    expect(attached).toMatchObject({ status: "FILE_UPLOADED", next: ["model", "submit", "cancel"] });
    expect(attached.model.triangles).toBeGreaterThan(0);
    await act(people.customer, "shop", [id, "submit"], silver);
    const priced = await reaches(people, id, "PRICE_CALCULATED");
    expect(priced).toMatchObject({ priceAccepted: false, channel: "shop", model: { name: model.name } });
    const refused = await people.seller.post(address("crm", id, "/approve"), {}, seen(priced));
    expect([refused.status, refused.body.code]).toEqual([409, "order/price-not-accepted"]);
    await acceptPrice(people, id);
    await makeAndShip(people, id);
    await deliver(people, id);
    expect(statusesOf(await expectAgreement(at(), id))).toEqual(allTen);
  });

  test("ready-made goods skip the file", async () => {
    const { people } = at();
    const id = await submitReadyMade(people);
    expect((await reaches(people, id, "PRICE_CALCULATED")).price).toMatchObject({ net: 69_00, total: 82_11 });
    await acceptPrice(people, id);
    await makeAndShip(people, id);
    await deliver(people, id);
    expect(statusesOf(await expectAgreement(at(), id))).toEqual(withoutAFile);
  });

  test("a seller can close by hand what the carrier never reported", async () => {
    const { people } = at();
    const id = await submitReadyMade(people);
    await reaches(people, id, "PRICE_CALCULATED");
    await acceptPrice(people, id);
    await makeAndShip(people, id);
    await act(people.seller, "crm", [id, "close"], {}, seen(await view(people.seller, "crm", id)));
    expect((await expectAgreement(at(), id)).status).toBe("CLOSED");
  });

  test("a file put straight into the store is priced like the one that came through the gateway", async () => {
    const { people } = at();
    const id = await startOrder(people);
    const asked = { name: model.name, bytes: model.bytes.length };
    const upload = expectOk(await people.customer.post(address("shop", id, "/uploads"), asked));
    const complete = address("shop", id, `/uploads/${upload.modelId}/complete`);
    const early = await people.customer.post(complete);
    expect([early.status, early.body.code]).toEqual([409, "model/not-uploaded"]);
    const put = await fetch(upload.uploadUrl, { method: upload.method, body: model.bytes as BodyInit });
    expect(put.status).toBe(200);
    expect(expectOk(await people.customer.post(complete)).status).toBe("FILE_UPLOADED");
    await act(people.customer, "shop", [id, "submit"], silver);
    const { price, model: priced } = await reaches(people, id, "PRICE_CALCULATED");
    expect(priced?.sha256).toBe(new Bun.CryptoHasher("sha256").update(model.bytes).digest("hex"));
    const other = await startOrder(people);
    expectOk(await people.customer.upload(address("shop", other, "/model"), model.bytes));
    await act(people.customer, "shop", [other, "submit"], silver);
    expect((await reaches(people, other, "PRICE_CALCULATED")).price).toEqual(price!);
    await expectAgreement(at(), id);
  });
});

describe("partner API → CRM → MES → carrier", () => {
  test("a company's order is placed in one step and passes all ten statuses", async () => {
    const { people } = at();
    const body = { modelId: await uploadByPartner(), choice: silver, country: "FR", reference: "PO-4711" };
    const placed = expectOk(await people.partner.post("/partner/v1/orders", body, freshKey()));
    expect(placed).toMatchObject({ version: 1, status: "SUBMITTED" });
    const priced = await reaches(people, placed.id, "PRICE_CALCULATED");
    expect(priced).toMatchObject({ priceAccepted: true, channel: "partner", reference: "PO-4711" });
    await makeAndShip(people, placed.id);
    await deliver(people, placed.id);
    expect(statusesOf(await expectAgreement(at(), placed.id))).toEqual(allTen);
  });

  test("the contract accepts prices up to its limit; above it the company does", async () => {
    const { people } = at();
    const cheap = await reaches(people, await placeReadyMade(people), "PRICE_CALCULATED");
    expect(cheap.priceAccepted).toBe(true);
    const dear = await placeReadyMade(people, { choice: { quantity: 1_000 } });
    const priced = await reaches(people, dear, "PRICE_CALCULATED");
    expect(priced.price?.total).toBeGreaterThan(500_000);
    expect(priced.priceAccepted).toBe(false);
    await act(people.partner, "partner", [dear, "accept-price"], {}, freshKey());
    await makeAndShip(people, dear);
    await deliver(people, dear);
    expect((await expectAgreement(at(), dear)).status).toBe("CLOSED");
  });

  test("a presigned upload of a program is ordered from once it is complete", async () => {
    const { people } = at();
    const asked = { name: model.name, bytes: model.bytes.length };
    const upload = expectOk(await people.partner.post("/partner/v1/uploads", asked, freshKey()));
    const order = { modelId: upload.modelId, choice: silver, country: "DE" };
    const early = await people.partner.post("/partner/v1/orders", order, freshKey());
    expect([early.status, early.body.code]).toEqual([409, "model/not-uploaded"]);
    await fetch(upload.uploadUrl, { method: upload.method, body: model.bytes as BodyInit });
    expectOk(await people.partner.post(`/partner/v1/uploads/${upload.modelId}/complete`, {}, freshKey()));
    const { id } = expectOk(await people.partner.post("/partner/v1/orders", order, freshKey()));
    await reaches(people, id, "PRICE_CALCULATED");
    await expectAgreement(at(), id);
  });
});

describe("an order a seller enters for a company", () => {
  const accountOf = () => at().node.signIns.find(({ who }) => who === "Demo partner")!.user;

  test("of a model the seller uploads for it; the company sees and the contract accepts it", async () => {
    const { people } = at();
    const accountId = accountOf();
    const uploaded = await people.seller.upload(`/crm/v1/models${named}&accountId=${accountId}`, model.bytes);
    const order = { accountId, modelId: expectOk(uploaded).modelId, choice: silver, country: "AT" };
    const { id } = expectOk(await people.seller.post("/crm/v1/orders", order));
    expect(await reaches(people, id, "PRICE_CALCULATED")).toMatchObject({ owner: accountId, channel: "crm" });
    expect(await view(people.partner, "partner", id)).toMatchObject({ priceAccepted: true });
    await makeAndShip(people, id);
    await deliver(people, id);
    expect(statusesOf(await expectAgreement(at(), id))).toEqual(allTen);
  });

  test("of ready-made goods", async () => {
    const { people } = at();
    const order = { accountId: accountOf(), goods: readyMade, choice: { quantity: 3 }, country: "DE" };
    const { id } = expectOk(await people.seller.post("/crm/v1/orders", order));
    await reaches(people, id, "PRICE_CALCULATED");
    await makeAndShip(people, id);
    await deliver(people, id);
    expect(statusesOf(await expectAgreement(at(), id))).toEqual(withoutAFile);
  });

  test("for nobody we know is refused", async () => {
    const order = { accountId: "acc_aaaaaaaaaaaaaaaa", goods: readyMade, choice: { quantity: 1 }, country: "DE" };
    const refused = await at().people.seller.post("/crm/v1/orders", order);
    expect([refused.status, refused.body.code]).toEqual([404, "account/not-found"]);
  });
});
