import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { apiClient, expectOk } from "#dev/client/api.ts";
import { root } from "#dev/root.ts";
import { perDatabase } from "#dev/stack/postgres/databases.ts";
import { removePostgres } from "#dev/stack/postgres/home.ts";
import { type Postgres, startPostgres } from "#dev/stack/postgres/postgres.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { codeOf } from "../api/support/problem.ts";
import { CutClient } from "./support/cut-client.ts";
import { expectAgreement } from "./support/databases.ts";
import { placeOrderOfAModel } from "./support/events.ts";
import { type Installation, startInstallation } from "./support/installation.ts";
import {
  acceptPrice,
  address,
  deliver,
  makeAndShip,
  placeReadyMade,
  reaches,
  submitModel,
  view,
} from "./support/orders.ts";

const home = join(root, ".bezel", `test-journey-${randomBytes(4).toString("hex")}`);
const dir = join(home, "postgres");
const passwords = perDatabase(() => randomBytes(8).toString("hex"));
const superuserPassword = randomBytes(8).toString("hex");
const startServer = (port?: number) =>
  startPostgres({
    dir,
    superuserPassword,
    passwords,
    durable: false,
    relocate: true,
    ...(port !== undefined && { port }),
  });

let server: Postgres;
let installation: Installation;
/** Closed before Postgres was stopped. */
let earlier: string;

beforeAll(async () => {
  server = await startServer();
  const urls = Object.entries(server.urls).map(([name, url]) => [`${name.toUpperCase()}_DATABASE_URL`, url]);
  installation = await startInstallation({ env: Object.fromEntries(urls) });
  const { people } = installation;
  earlier = await placeReadyMade(people);
  await reaches(people, earlier, "PRICE_CALCULATED");
  await expectAgreement(installation, earlier);
  await server.stop();
}, 60_000);
afterAll(async () => {
  await installation.stop();
  await server.stop();
  removePostgres(dir);
  rmSync(home, { recursive: true, force: true });
}, 30_000);

/** Orders that lived while Postgres was away. */
const meanwhile: string[] = [];

describe("with Postgres stopped", () => {
  test("a customer's order is accepted, priced, made, and closed by the carrier", async () => {
    const { people } = installation;
    const id = await submitModel(people);
    await reaches(people, id, "PRICE_CALCULATED");
    await acceptPrice(people, id);
    await makeAndShip(people, id);
    expect((await deliver(people, id)).status).toBe("CLOSED");
    meanwhile.push(id);
  });

  test("a partner's program is let in by its key, and its order takes the same way", async () => {
    const { people } = installation;
    const id = await placeOrderOfAModel(people.partner);
    await reaches(people, id, "PRICE_CALCULATED");
    await makeAndShip(people, id);
    await deliver(people, id);
    expect((await view(people.partner, "partner", id)).status).toBe("CLOSED");
    meanwhile.push(id);
  });

  test("what was there before goes on", async () => {
    await makeAndShip(installation.people, earlier);
    expect((await view(installation.people.partner, "partner", earlier)).status).toBe("SHIPPED");
    meanwhile.push(earlier);
  });

  test("events are streamed", async () => {
    const { people } = installation;
    const [id = ""] = meanwhile;
    const client = new CutClient(people.customer, address("shop", id, "/events"));
    const run = client.run();
    await eventually(() => client.events.at(-1)?.type === "bezel.OrderClosed.v1");
    client.leave();
    await run;
  });

  test("lists say so at once, and when to come back", async () => {
    const { customer, partner, seller, operator } = installation.people;
    for (const [api, path] of [
      [customer, "/shop/v1/orders"],
      [partner, "/partner/v1/orders"],
      [seller, "/crm/v1/orders"],
      [seller, "/crm/v1/orders?q=PO"],
      [operator, "/mes/v1/queue"],
    ] as const) {
      const startedAt = performance.now();
      const answer = await api.get(path);
      expect([path, codeOf(answer), answer.headers.get("retry-after")]).toEqual([
        path,
        "503 service/database-unavailable",
        "5",
      ]);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    }
  });

  test("nobody new can sign in, and is told so; the node is ready all the same", async () => {
    const nobody = apiClient(installation.node.url);
    const answer = await nobody.post("/auth/v1/sign-in", { email: "seller@bezel.example", password: "any" });
    expect(codeOf(answer)).toBe("503 auth/identity-unavailable");
    expectOk(await nobody.get("/readyz"));
  });
});

test("when Postgres returns the rows catch up, and lists are there again", async () => {
  const { people } = installation;
  server = await startServer(server.port);
  await eventually(async () => (await people.seller.get("/crm/v1/orders")).status === 200, { deadlineMs: 20_000 });
  await eventually(
    async () => {
      const { items } = expectOk(await people.seller.get("/crm/v1/orders?limit=100"));
      return (
        items.length === meanwhile.length &&
        items.every(({ status }: { status: string }) => status !== "PRICE_CALCULATED")
      );
    },
    { deadlineMs: 20_000, what: "the rows of the orders placed meanwhile" },
  );
  expect(meanwhile.length).toBe(3);
  for (const id of meanwhile) await expectAgreement(installation, id);
}, 60_000);
