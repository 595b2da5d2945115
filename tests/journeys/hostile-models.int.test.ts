import { describe, expect, test } from "bun:test";
import type { ModelAnswer, OrderView } from "#contracts/api/orders.ts";
import { expectOk } from "#dev/client/api.ts";
import { threeMf } from "#dev/models/formats/threemf.ts";
import { hostileFiles } from "#dev/models/hostile.ts";
import { join } from "#dev/models/mesh.ts";
import { box, cube } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { expectAgreement } from "./support/databases.ts";
import { installation } from "./support/installation.ts";
import { evilModels, foreignModels, type ModelFile } from "./support/models.ts";
import { act, address, freshKey, reaches, silver, smallRing, startOrder, statusesOf, view } from "./support/orders.ts";

const bytesMax = 2_000_000;
const at = installation({ env: { BEZEL_MODEL_BYTES_MAX: String(bytesMax) } });

/** Orders under way at once. */
const atOnce = 8;

async function upload(id: string, file: Uint8Array): Promise<void> {
  expectOk(await at().people.customer.upload(address("shop", id, "/model"), file, freshKey()));
  await act(at().people.customer, "shop", [id, "submit"], silver);
}

/** Orders something made from the file; gives the order once it is priced, or cannot be. */
async function ordered({ bytes }: ModelFile): Promise<OrderView> {
  const { people } = at();
  const id = await startOrder(people);
  await upload(id, bytes);
  return eventually(
    async () => {
      const order = await view(people.customer, "shop", id);
      return ["PRICE_CALCULATED", "PRICING_FAILED"].includes(order.status) && order;
    },
    { deadlineMs: 15_000, what: `a price of ${id}` },
  );
}

/** Orders from every file, several at once. */
async function orderedFromEach<File extends ModelFile>(files: readonly File[]) {
  const orders: { file: File; order: OrderView }[] = [];
  for (let from = 0; from < files.length; from += atOnce) {
    const some = files.slice(from, from + atOnce);
    orders.push(...(await Promise.all(some.map(async (file) => ({ file, order: await ordered(file) })))));
  }
  return orders;
}

/** A finding a customer can do something with: a stable code and a sentence. */
const readable = {
  code: expect.stringMatching(/^(model|pricing)\//),
  message: expect.stringMatching(/^[A-Z0-9].+\.$/),
};

describe("a generated hostile file", () => {
  test("is refused with a finding the customer can read, or priced when it is sound after all", async () => {
    const orders = await orderedFromEach(hostileFiles);
    expect(orders.length).toBe(hostileFiles.length);
    for (const { file, order } of orders) {
      const { status, findings, price, timeline } = order;
      const isPriced = file.volume !== undefined;
      const [first] = findings;
      expect({ file: file.name, status }).toEqual({
        file: file.name,
        status: isPriced ? "PRICE_CALCULATED" : "PRICING_FAILED",
      });
      expect({ file: file.name, code: first?.code as string | undefined }).toEqual({
        file: file.name,
        code: file.finding,
      });
      if (first) expect(first).toMatchObject(readable);
      expect(price !== undefined).toBe(isPriced);
      expect(timeline.length).toBe(4);
    }
  }, 60_000);
});

const [evil, foreign] = [await evilModels(), await foreignModels()];
console.log(
  `models: ${hostileFiles.length} generated hostile files; from BEZEL_MODELS_DIR ${evil.length} evil, ${foreign.length} not STL`,
);

if (evil.length + foreign.length > 0) {
  describe("a real file", () => {
    test("that is evil gets an answer, and the node lives on", async () => {
      for (const { order } of await orderedFromEach(evil)) {
        const { status, findings } = order;
        if (status === "PRICING_FAILED") expect(findings[0]).toMatchObject(readable);
      }
      expect((await at().people.customer.get("/readyz")).status).toBe(200);
    }, 60_000);

    test("of another format than STL is priced, or refused with a finding", async () => {
      for (const { order } of await orderedFromEach(foreign)) {
        const { status, findings } = order;
        if (status === "PRICING_FAILED") expect(findings[0]).toMatchObject({ severity: "error", ...readable });
        else expect(order.price).toBeDefined();
      }
    }, 60_000);
  });
}

describe("an order whose pricing failed", () => {
  const halfARing = { name: "half a ring", bytes: smallRing.slice(0, smallRing.length / 2) };

  test("says so on its page, takes a good file and is priced", async () => {
    const { people } = at();
    const failed = await ordered(halfARing);
    expect(failed).toMatchObject({ status: "PRICING_FAILED", findings: [{ code: "model/truncated" }] });
    expect(failed.next).toEqual(["model", "submit", "cancel"]);
    await expectAgreement(at(), failed.id);
    await upload(failed.id, smallRing);
    const priced = await reaches(people, failed.id, "PRICE_CALCULATED");
    expect(priced.findings).toEqual([]);
    expect(statusesOf(priced)).toEqual([
      "INITIATED",
      "FILE_UPLOADED",
      "SUBMITTED",
      "PRICING_FAILED",
      "FILE_UPLOADED",
      "SUBMITTED",
      "PRICE_CALCULATED",
    ]);
    await expectAgreement(at(), failed.id);
  });

  test("fails again when the same file is submitted again", async () => {
    const { id } = await ordered(halfARing);
    await act(at().people.customer, "shop", [id, "submit"], silver);
    const again = await reaches(at().people, id, "PRICING_FAILED");
    expect(again.findings).toMatchObject([{ code: "model/truncated" }]);
  });

  test("because of a choice that cannot be had is priced after another choice", async () => {
    const { people } = at();
    const id = await startOrder(people);
    expectOk(await people.customer.upload(address("shop", id, "/model"), smallRing));
    await act(people.customer, "shop", [id, "submit"], { ...silver, material: "unobtainium" });
    const failed = await reaches(people, id, "PRICING_FAILED");
    expect(failed.findings).toMatchObject([{ code: "pricing/material-unavailable" }]);
    await act(people.customer, "shop", [id, "submit"], silver);
    await reaches(people, id, "PRICE_CALCULATED");
  });
});

describe("a file above the installation's limit", () => {
  const tooLarge = new Uint8Array(bytesMax + 1);

  test("is refused at the door when its length is announced, and cut off when it is not", async () => {
    const { customer } = at().people;
    const id = await startOrder(at().people);
    const announced = await customer.upload(address("shop", id, "/model"), tooLarge);
    expect([announced.status, announced.body.code]).toEqual([413, "model/too-large"]);
    const streamed = await fetch(new URL(address("shop", id, "/model"), customer.url), {
      method: "POST",
      headers: { authorization: `Bearer ${customer.credential}` },
      body: new Blob([tooLarge]).stream(),
    });
    expect([streamed.status, ((await streamed.json()) as { code: string }).code]).toEqual([413, "model/too-large"]);
    expect((await view(customer, "shop", id)).status).toBe("INITIATED");
  });

  test("put past the gateway is a finding", async () => {
    const { people } = at();
    const id = await startOrder(people);
    const asked = { name: "huge.stl", bytes: tooLarge.length };
    const { uploadUrl, modelId } = expectOk(await people.customer.post(address("shop", id, "/uploads"), asked));
    expect((await fetch(uploadUrl, { method: "PUT", body: tooLarge })).status).toBe(200);
    expectOk(await people.customer.post(address("shop", id, `/uploads/${modelId}/complete`)));
    await act(people.customer, "shop", [id, "submit"], silver);
    const failed = await reaches(people, id, "PRICING_FAILED");
    expect(failed.findings).toMatchObject([{ code: "model/too-large", message: readable.message }]);
  });
});

describe("the closer look that follows a price", () => {
  test("confirms a sound model, and flags one whose price counts something twice", async () => {
    const { customer } = at().people;
    const overlapping = binaryStl(join(cube(10), box([10, 10, 10], [5, 5, 5])));
    const orders = await orderedFromEach(
      [smallRing, overlapping, threeMf(cube(5))].map((bytes) => ({ name: "", bytes })),
    );
    const looks = orders.map(({ order: { id } }) =>
      eventually(
        async () => {
          const model: ModelAnswer = expectOk(await customer.get(address("shop", id, "/model")));
          return model.look !== "pending" && model;
          // Real files that were ordered before are looked at first.
        },
        { deadlineMs: 80_000 },
      ),
    );
    expect(await Promise.all(looks)).toMatchObject([
      { look: "confirmed", closed: true, shells: 1, findings: [] },
      { look: "flagged", volume: 2000, united: expect.closeTo(1875, 6), shells: 2 },
      { look: "confirmed", units: "millimeter", hull: expect.closeTo(125, 6) },
    ]);
  }, 90_000);
});
