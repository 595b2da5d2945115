import { beforeAll, describe, expect, test } from "bun:test";
import { installation } from "../journeys/support/installation.ts";
import {
  acceptPrice,
  act,
  address,
  reaches,
  seen,
  startOrder,
  submitReadyMade,
  view,
} from "../journeys/support/orders.ts";
import { call, type Operation, servedOperations, sideOf } from "./support/operations.ts";
import { codeOf } from "./support/problem.ts";

const at = installation();
let operations: Operation[];
beforeAll(async () => {
  operations = await servedOperations(at().people.admin);
});

const priced = async (): Promise<string> => {
  const id = await submitReadyMade(at().people);
  await reaches(at().people, id, "PRICE_CALCULATED");
  return id;
};

describe("If-Match", () => {
  test("is required where a person decides on what they saw", async () => {
    const needing = operations.filter(({ needsVersion }) => needsVersion);
    expect(needing.length).toBeGreaterThanOrEqual(8);
    for (const operation of needing) {
      const api = at().people[sideOf[operation.side] ?? "seller"];
      const answer = await call(api, { ...operation, needsVersion: false });
      expect([operation.name, codeOf(answer)]).toEqual([operation.name, "428 request/version-required"]);
    }
  });

  test("with another version than the order's is stale, where it is required and where it is not", async () => {
    const { customer, seller } = at().people;
    const id = await priced();
    const { version } = await view(customer, "shop", id);
    for (const tag of [`"${version - 1}"`, `"${version + 1}"`, `W/"${version}"`, '"nonsense"']) {
      const accept = await customer.post(address("shop", id, "/accept-price"), {}, { "if-match": tag });
      const hold = await seller.post(address("crm", id, "/hold"), { reason: "a reason" }, { "if-match": tag });
      expect([tag, codeOf(accept), codeOf(hold)]).toEqual([tag, "412 command/stale", "412 command/stale"]);
    }
    expect((await view(customer, "shop", id)).version).toBe(version);
    await act(customer, "shop", [id, "accept-price"], {}, { "if-match": "*" });
  });

  test("lets one of many decisions at once through", async () => {
    const { seller } = at().people;
    const id = await priced();
    const headers = seen(await acceptPrice(at().people, id));
    const approve = () => seller.post(address("crm", id, "/approve"), {}, headers);
    const answers = await Promise.all(Array.from({ length: 100 }, approve));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    const refused = answers.filter(({ status }) => status !== 200).map(codeOf);
    expect([...new Set(refused)]).toEqual(["412 command/stale"]);
  });
});

describe("an order's ETag", () => {
  test("is its version: the same is not sent again, another one is", async () => {
    const { customer } = at().people;
    const id = await startOrder(at().people);
    const get = (tag: string) => customer.get(address("shop", id), { "if-none-match": tag });
    const first = await customer.get(address("shop", id));
    expect(first.headers.get("etag")).toBe('"1"');
    for (const tag of ['"1"', 'W/"1"', '"7", "1"']) {
      const same = await get(tag);
      expect([same.status, same.body, same.headers.get("etag")]).toEqual([304, "", '"1"']);
    }
    const cancelled = await customer.post(address("shop", id, "/cancel"), { reason: "changed my mind" });
    expect(cancelled.headers.get("etag")).toBe('"2"');
    expect((await get('"1"')).body).toMatchObject({ version: 2, status: "CANCELLED" });
  });
});
