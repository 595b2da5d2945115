import { describe, expect, test } from "bun:test";
import type { Answer } from "#dev/client/api.ts";
import { expectAgreement } from "./support/databases.ts";
import { installation } from "./support/installation.ts";
import {
  acceptPrice,
  act,
  address,
  approvedOrder,
  deliver,
  freshKey,
  makeAndShip,
  placeReadyMade,
  reaches,
  seen,
  startOrder,
  submitModel,
  submitReadyMade,
  tracking,
  view,
} from "./support/orders.ts";

const at = installation();
const reason = "the stone is out of stock";
const codeOf = ({ status, body }: Answer) => [status, body.code];
const sellersView = (id: string) => view(at().people.seller, "crm", id);

const priced = async (id: string) => reaches(at().people, id, "PRICE_CALCULATED");

describe("an order on hold", () => {
  test("gets its price, and nobody moves it on until it is resumed", async () => {
    const { people } = at();
    const id = await submitModel(people);
    await act(people.seller, "crm", [id, "hold"], { reason });
    const held = await priced(id);
    expect(held).toMatchObject({ onHold: reason, next: ["cancel", "reject", "resume"] });
    const twice = await people.operator.post(address("mes", id, "/hold"), { reason });
    expect(codeOf(twice)).toEqual([409, "order/on-hold"]);
    const accepted = await people.customer.post(address("shop", id, "/accept-price"), {}, seen(held));
    expect(codeOf(accepted)).toEqual([409, "order/on-hold"]);
    await act(people.seller, "crm", [id, "resume"]);
    expect(codeOf(await people.seller.post(address("crm", id, "/resume")))).toEqual([409, "order/not-on-hold"]);
    await acceptPrice(people, id);
    await makeAndShip(people, id);
    await deliver(people, id);
    expect((await expectAgreement(at(), id)).onHold).toBeUndefined();
  });

  test("in production waits for the operator who put it there", async () => {
    const { people } = at();
    const id = await approvedOrder(at().people);
    await act(people.operator, "mes", [id, "start"], {}, seen(await sellersView(id)));
    await act(people.operator, "mes", [id, "hold"], { reason });
    expect(codeOf(await people.operator.post(address("mes", id, "/complete")))).toEqual([409, "order/on-hold"]);
    await act(people.operator, "mes", [id, "resume"]);
    await act(people.operator, "mes", [id, "complete"]);
    await expectAgreement(at(), id);
  });
});

describe("an order that ends early", () => {
  test("is rejected by a seller, with the reason on the customer's page", async () => {
    const { people } = at();
    const id = await submitReadyMade(people);
    await act(people.seller, "crm", [id, "reject"], { reason }, seen(await priced(id)));
    const ended = await view(people.customer, "shop", id);
    expect(ended).toMatchObject({ status: "REJECTED", endReason: reason, next: [] });
    await expectAgreement(at(), id);
  });

  test("is cancelled by the customer, the company or a seller", async () => {
    const { people } = at();
    const byCustomer = await startOrder(people);
    await act(people.customer, "shop", [byCustomer, "cancel"], { reason });
    const byCompany = await placeReadyMade(people);
    await act(people.partner, "partner", [byCompany, "cancel"], { reason }, freshKey());
    const bySeller = await approvedOrder(at().people);
    await act(people.seller, "crm", [bySeller, "cancel"], { reason }, seen(await sellersView(bySeller)));
    for (const id of [byCustomer, byCompany, bySeller]) {
      expect(await expectAgreement(at(), id)).toMatchObject({ status: "CANCELLED", endReason: reason });
    }
  });

  test("but not once it is being made", async () => {
    const { people } = at();
    const id = await approvedOrder(at().people);
    await act(people.operator, "mes", [id, "start"], {}, seen(await sellersView(id)));
    const refused = await people.customer.post(address("shop", id, "/cancel"), { reason });
    expect(codeOf(refused)).toEqual([409, "order/illegal-transition"]);
  });
});

describe("a price a seller overrides", () => {
  test("adds up, and the customer accepts it anew", async () => {
    const { people } = at();
    const id = await submitReadyMade(people);
    const before = await priced(id);
    await acceptPrice(people, id);
    const override = { net: 50_00, reason: "a returning customer" };
    await act(people.seller, "crm", [id, "override-price"], override, seen(await sellersView(id)));
    const after = await sellersView(id);
    expect(after).toMatchObject({ priceAccepted: false, price: { net: 50_00, tax: 9_50, total: 59_50 } });
    expect(after.price?.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(50_00);
    expect(after.version).toBe(before.version + 2);
    const refused = await people.seller.post(address("crm", id, "/approve"), {}, seen(after));
    expect(codeOf(refused)).toEqual([409, "order/price-not-accepted"]);
    await acceptPrice(people, id);
    await makeAndShip(people, id);
    expect((await expectAgreement(at(), id)).price?.total).toBe(59_50);
  });

  test("is within the contract or not, as the first was", async () => {
    const { people } = at();
    const id = await placeReadyMade(people);
    await priced(id);
    const overrideTo = async (net: number) => {
      await act(people.seller, "crm", [id, "override-price"], { net, reason }, seen(await sellersView(id)));
      return (await sellersView(id)).priceAccepted;
    };
    expect(await overrideTo(10_000_00)).toBe(false);
    expect(await overrideTo(10_00)).toBe(true);
    await expectAgreement(at(), id);
  });
});

describe("a step that is not the next one", () => {
  const jumps = [
    ["seller", "crm", "approve"],
    ["operator", "mes", "start"],
    ["operator", "mes", "complete"],
    ["operator", "mes", "pack"],
    ["operator", "mes", "ship"],
    ["seller", "crm", "close"],
  ] as const;

  test("is refused with a typed error and leaves no event", async () => {
    const { people } = at();
    const started = await startOrder(people);
    const done = await submitReadyMade(people);
    await priced(done);
    await acceptPrice(people, done);
    await makeAndShip(people, done);
    await deliver(people, done);
    for (const id of [started, done]) {
      const before = await sellersView(id);
      for (const [who, side, verb] of jumps) {
        const body = verb === "ship" ? { carrier: "Parcel service", trackingNumber: tracking(id) } : {};
        const refused = await people[who].post(address(side, id, `/${verb}`), body, seen(before));
        expect([verb, ...codeOf(refused)]).toEqual([verb, 409, "order/illegal-transition"]);
      }
      expect(await sellersView(id)).toEqual(before);
    }
  });

  test("by an operator who did not take the order, or by a carrier with another tracking number, is refused", async () => {
    const { people } = at();
    const id = await approvedOrder(at().people);
    await act(people.operator, "mes", [id, "start"], {}, seen(await sellersView(id)));
    const byOther = await people.otherOperator.post(address("mes", id, "/complete"));
    expect(codeOf(byOther)).toEqual([409, "order/other-operator"]);
    await act(people.operator, "mes", [id, "complete"]);
    await act(people.operator, "mes", [id, "pack"]);
    await act(people.operator, "mes", [id, "ship"], { carrier: "Parcel service", trackingNumber: tracking(id) });
    const delivery = { orderId: id, trackingNumber: "BZL-NOT-THIS", status: "delivered" };
    const mistaken = await people.carrier.post("/carrier/v1/deliveries", delivery, freshKey());
    expect(codeOf(mistaken)).toEqual([409, "order/tracking-mismatch"]);
    await deliver(people, id);
  });

  test("taken by two operators at once is taken by one", async () => {
    const { people } = at();
    const id = await approvedOrder(at().people);
    const before = seen(await sellersView(id));
    const answers = await Promise.all(
      [people.operator, people.otherOperator].map((operator) =>
        operator.post(address("mes", id, "/start"), {}, before),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 412]));
    const { operator } = await sellersView(id);
    const late = answers.find(({ status }) => status === 412);
    expect(late?.body).toMatchObject({
      code: "command/stale",
      holder: operator,
      detail: expect.stringMatching(/has taken this order/),
    });
    // Who comes later still is told the same.
    const [one, two] = await Promise.all(
      [people.operator, people.otherOperator].map((asker) => asker.post(address("mes", id, "/start"), {}, before)),
    );
    expect([one?.body.holder, two?.body.holder].filter((holder) => holder === operator)).toHaveLength(1);
  });
});
