import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { encodeCursor } from "#contracts/log/position.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { installation } from "../journeys/support/installation.ts";
import {
  act,
  address,
  approvedOrder,
  freshKey,
  placeReadyMade,
  reaches,
  readyMade,
  seen,
  view,
} from "../journeys/support/orders.ts";
import { allPages, idsOf, page } from "./support/pages.ts";
import { codeOf } from "./support/problem.ts";

const at = installation();

interface Written {
  readonly id: string;
  /** For lists that must show it. */
  readonly position: Record<string, string>;
}

/** Starts an order; gives what its author hands to lists. */
async function write(reference: string): Promise<Written> {
  const { customer } = at().people;
  const { body, headers } = await customer.post("/shop/v1/orders", { country: "DE", goods: readyMade, reference });
  return { id: body.id, position: { "bezel-position": headers.get("bezel-position") ?? "" } };
}

const written: Written[] = [];
let latest: Record<string, string>;
beforeAll(async () => {
  for (let n = 1; n <= 7; n++) written.push(await write(`Series ${n}`));
  latest = written.at(-1)!.position;
}, 30_000);
const newestFirst = () => written.map(({ id }) => id).toReversed();

describe("a list", () => {
  test.each([
    ["customer", "/shop/v1/orders"],
    ["seller", "/crm/v1/orders"],
  ] as const)("of a %s comes in pages, newest first, each order once", async (who, path) => {
    const api = at().people[who];
    expect(await allPages(api, `${path}?limit=3`, latest)).toEqual({ ids: newestFirst(), pages: 3 });
    expect(await allPages(api, `${path}?limit=7`, latest)).toEqual({ ids: newestFirst(), pages: 1 });
    expect(await allPages(api, `${path}?limit=1&status=INITIATED`, latest)).toEqual({ ids: newestFirst(), pages: 7 });
  });

  test("goes on from a cursor also when newer orders came meanwhile", async () => {
    const { customer } = at().people;
    const first = await page(customer, "/shop/v1/orders?limit=4", latest);
    const { id } = await write("Unrelated");
    await act(customer, "shop", [id, "cancel"], { reason: "only a test" });
    const rest = await page(customer, `/shop/v1/orders?limit=100&cursor=${first.next}`);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(newestFirst());
  });

  test.each(["limit=0", "limit=101", "limit=many", "limit=2.5", "status=LOST"])("refuses %s", async (query) => {
    for (const [who, path] of [
      ["customer", "/shop/v1/orders"],
      ["partner", "/partner/v1/orders"],
      ["seller", "/crm/v1/orders"],
      ["operator", "/mes/v1/queue"],
    ] as const) {
      expect(codeOf(await at().people[who].get(`${path}?${query}`))).toBe("422 request/invalid");
    }
  });

  test("refuses cursors that are none of its own", async () => {
    const { seller, operator, customer } = at().people;
    const ofSearch = (await page(seller, "/crm/v1/orders?limit=1&q=series", latest)).next ?? "";
    const ofFeed = encodeCursor({ position: [] });
    for (const cursor of ["nonsense", ofSearch, ofFeed]) {
      for (const answer of [
        await customer.get(`/shop/v1/orders?cursor=${cursor}`),
        await operator.get(`/mes/v1/queue?cursor=${cursor}`),
        await seller.get(`/crm/v1/orders?cursor=${cursor}`),
      ]) {
        expect(codeOf(answer)).toBe("400 feed/cursor-invalid");
      }
    }
  });
});

describe("the CRM's search", () => {
  const find = async (query: string): Promise<string[]> =>
    idsOf(await page(at().people.seller, `/crm/v1/orders?${query}`, latest));

  test("finds by the beginning of a reference, in any case and in its order", async () => {
    const inOrder = written.map(({ id }) => id);
    expect(await find("q=series")).toEqual(inOrder);
    expect(await find("q=SERIES%206")).toEqual([inOrder[5]!]);
    expect(await find("q=eries")).toEqual([]);
    expect(await find("q=%25%25")).toEqual([]);
    const pages = await allPages(at().people.seller, "/crm/v1/orders?limit=2&q=series", latest);
    expect(pages).toEqual({ ids: inOrder, pages: 4 });
  });

  test("finds by the beginning of an id", async () => {
    const [one = ""] = written.map(({ id }) => id);
    expect(await find(`q=${one}`)).toEqual([one]);
    expect(await find(`q=${one.slice(0, 16)}`)).toEqual([one]);
    expect(await find("q=ord_9912")).toEqual([]);
  });

  test("is not combined with filters, which are combined with each other", async () => {
    expect(codeOf(await at().people.seller.get("/crm/v1/orders?q=series&channel=shop"))).toBe("422 request/invalid");
    const placed = await placeReadyMade(at().people);
    await reaches(at().people, placed, "PRICE_CALCULATED");
    const { owner, version } = await view(at().people.seller, "crm", placed);
    const held = await at().people.seller.post(
      address("crm", placed, "/hold"),
      { reason: "a reason" },
      seen({ version }),
    );
    latest = { "bezel-position": held.headers.get("bezel-position") ?? "" };
    expect(await find("channel=partner")).toEqual([placed]);
    expect(await find(`channel=partner&owner=${owner}&status=PRICE_CALCULATED`)).toEqual([placed]);
    expect(await find("channel=crm")).toEqual([]);
    expect(idsOf(await page(at().people.partner, "/partner/v1/orders", latest))).toEqual([placed]);
  });
});

test("the operators' queue shows what is approved, longest waiting first, and who works on what", async () => {
  const { people } = at();
  const approved = [await approvedOrder(people), await approvedOrder(people), await approvedOrder(people)] as const;
  const [first, second, third] = approved;
  const taken = await people.operator.post(
    address("mes", second, "/start"),
    {},
    seen(await view(people.operator, "mes", second)),
  );
  const after = { "bezel-position": taken.headers.get("bezel-position") ?? "" };
  const queue = async (query: string, who = people.operator) => idsOf(await page(who, `/mes/v1/queue?${query}`, after));
  expect(await queue("limit=100")).toEqual([first, second, third]);
  expect(await queue("status=MANUFACTURING_APPROVED")).toEqual([first, third]);
  expect(await queue("mine=true")).toEqual([second]);
  expect(await queue("mine=true", people.otherOperator)).toEqual([]);
  expect((await allPages(people.operator, "/mes/v1/queue?limit=1", after)).ids).toEqual([first, second, third]);
});

describe("whoever wrote", () => {
  test("finds it in the next list, every time", async () => {
    const { customer, seller } = at().people;
    for (let n = 0; n < 20; n++) {
      const { id, position } = await write(`Written ${n}`);
      const own = await page(customer, "/shop/v1/orders?limit=1", position);
      expect([own.stale, ...idsOf(own)]).toEqual([false, id]);
      const { headers } = await customer.post(address("shop", id, "/cancel"), { reason: "only a test" }, freshKey());
      const ended = await page(seller, "/crm/v1/orders?limit=1", {
        "bezel-position": headers.get("bezel-position") ?? "",
      });
      expect(ended.items[0]).toMatchObject({ id, status: "CANCELLED" });
    }
  });

  test("with a position that is none of ours is told so", async () => {
    const answer = await at().people.customer.get("/shop/v1/orders", { "bezel-position": "nonsense" });
    expect(codeOf(answer)).toBe("400 feed/cursor-invalid");
  });
});

describe("while nobody keeps the databases up", () => {
  let behind: TestNode;
  beforeAll(async () => {
    const { node, prefix } = at();
    await node.stop();
    behind = await startNode({ prefix, port: node.port, roles: "gateway,orders,pricing,processes" });
  }, 30_000);
  afterAll(() => behind.stop(), 30_000);

  test("a list says that it is stale to whoever wrote, and the order itself is there", async () => {
    const { customer } = at().people;
    const { id, position } = await write("Not seen yet");
    const list = await page(customer, "/shop/v1/orders?limit=1", position);
    expect([list.stale, idsOf(list).includes(id)]).toEqual([true, false]);
    expect((await page(customer, "/shop/v1/orders")).stale).toBe(false);
    expect(await view(customer, "shop", id)).toMatchObject({ version: 1, status: "INITIATED" });
    await act(customer, "shop", [id, "submit"], { quantity: 1 });
    expect((await reaches(at().people, id, "PRICE_CALCULATED")).price?.total).toBeGreaterThan(0);
  });
});
