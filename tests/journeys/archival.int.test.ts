import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actorClient } from "#actors/nats/cluster/transport.ts";
import { connectNats, type Nats } from "#actors/nats/connection.ts";
import { natsEventLog } from "#actors/nats/log/event-log.ts";
import type { CustomerId } from "#contracts/shared/ids.ts";
import { names } from "#contracts/shared/subjects.ts";
import { expectOk } from "#dev/client/api.ts";
import type { People } from "#dev/client/people.ts";
import type { SseFrame } from "#dev/client/sse.ts";
import { type S3, startS3 } from "#dev/stack/s3.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { codeOf } from "../api/support/problem.ts";
import { expectAgreement } from "./support/databases.ts";
import { listed } from "./support/events.ts";
import { frameOf } from "./support/frames.ts";
import { businessDatabases, type Installation, peopleOf, startInstallation } from "./support/installation.ts";
import { firstMessage, writeOldOrders } from "./support/old-orders.ts";
import { address, placeReadyMade, reaches, startOrder, view } from "./support/orders.ts";
import { rebuild, rowsOf } from "./support/rows.ts";

const dir = mkdtempSync(join(tmpdir(), "bezel-archival-"));
const secretAccessKey = randomBytes(8).toString("hex");
let store: S3;
let at: Installation;
let nats: Nats;
/** The node that archives, after the one that began the installation. */
let node: TestNode;
let people: People;
let owner: CustomerId;
let old: string[];
let young: string;
let before: Awaited<ReturnType<typeof seenOf>>[];
let feedCursor: string | undefined;
let rows: Awaited<ReturnType<typeof rowsOf>>[];

const layout = () => names(at.prefix, 4);

/** Everything the doors show of an old order. */
async function seenOf(id: string) {
  const last = (await listed(people.customer, "shop", id)).at(-1)?.id;
  return {
    view: await view(people.customer, "shop", id),
    events: await listed(people.seller, "crm", id),
    log: expectOk(await people.admin.get(`/ops/v1/orders/${id}/log`)).items,
    lastFrame: await frameOf(
      people.seller,
      address("crm", id, "/events"),
      ({ data }) => data !== undefined && JSON.parse(data).id === last,
    ),
  };
}

const heads = async () => {
  const log = natsEventLog(nats, layout(), () => false);
  return Promise.all(old.map((id) => log.head(id)));
};

beforeAll(async () => {
  store = await startS3({ dir: join(dir, "s3"), secretAccessKey });
  const env = {
    BEZEL_LOG_STREAMS: "4",
    S3_ENDPOINT: store.endpoint,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
    S3_ACCESS_KEY_ID: store.accessKeyId,
    S3_BUCKET: store.bucket,
  };
  at = await startInstallation({ env: { ...env, BEZEL_ARCHIVE_EVERY_S: "3600" } });
  ({ people } = at);
  nats = await connectNats({ servers: at.node.env["NATS_URL"] ?? "", name: "archival" });
  feedCursor = (await frameOf(people.seller, "/crm/v1/feed", ({ id }) => id !== undefined))?.id;
  young = await startOrder(people);
  owner = (await view(people.customer, "shop", young)).owner as CustomerId;
  old = await writeOldOrders(at.node, owner, 12);
  for (const id of old) await reaches(people, id, "CLOSED");
  before = await Promise.all(old.map(seenOf));
  for (const id of [...old, young]) await expectAgreement(at, id);
  rows = await Promise.all(businessDatabases.map((name) => rowsOf(at, name)));
  await at.node.stop();
  // The variable disagrees with the partition map, which the node follows.
  node = await startNode({ prefix: at.prefix, env: { ...env, BEZEL_LOG_STREAMS: "1", BEZEL_ARCHIVE_EVERY_S: "1" } });
  people = await peopleOf(node);
  await eventually(async () => (await heads()).every((head) => head === 0), { deadlineMs: 20_000, what: "archival" });
}, 90_000);

afterAll(async () => {
  await Promise.all([node?.stop(), at?.stop(), nats?.close()]);
  await store?.stop();
  rmSync(dir, { recursive: true, force: true });
}, 30_000);

describe("orders that ended long ago and have left the log", () => {
  test("are read through the same doors as before", async () => {
    expect(await Promise.all(old.map(seenOf))).toEqual(before);
  });

  test("refuse late commands as before", async () => {
    const [id = ""] = old;
    const answer = await people.seller.post(address("crm", id, "/hold"), { reason: "too late" });
    expect(codeOf(answer)).toBe("409 order/illegal-transition");
  });

  test("answer a late retry of their creation with the first answer, and are not born again", async () => {
    const [id = ""] = old;
    const { request } = actorClient(nats, layout());
    const reply = await request("node-1", firstMessage(owner, id), 5_000);
    expect(reply).toMatchObject({ kind: "accepted", version: 1, outcome: { status: "INITIATED" }, replayed: true });
    expect(await heads()).toEqual(old.map(() => 0));
  });

  test("leave the others alone: what lives goes on, and is in no archive", async () => {
    const id = await placeReadyMade(people);
    await reaches(people, id, "PRICE_CALCULATED");
    expect(await view(people.customer, "shop", young)).toMatchObject({ status: "INITIATED", version: 1 });
    expect(await natsEventLog(nats, layout(), () => false).head(young)).toBeGreaterThan(0);
  });

  test("reset a feed's cursor from before them", async () => {
    const isTold = ({ event, data }: SseFrame) => event === "reset" || data !== undefined;
    let frame = await frameOf(people.seller, "/crm/v1/feed", isTold, feedCursor);
    // What is before the hole is told first.
    for (let last = frame; last?.event !== "reset" && last?.id !== undefined; last = frame) {
      frame = await frameOf(people.seller, "/crm/v1/feed", isTold, last.id);
    }
    expect(frame?.event).toBe("reset");
  });
});

describe("a database made anew from log and archive", () => {
  test.each(businessDatabases.map((name, i) => [name, i] as const))(
    "has the rows it had: %s",
    async (name, i) => {
      const known = ({ orders }: Record<string, string[]>) =>
        orders?.filter((row) => [...old, young].some((id) => row.includes(id)));
      const now = await rowsOf(at, name);
      expect(await rebuild(node, name)).toContain(`${name} rebuilt from the log`);
      expect(await rowsOf(at, name)).toEqual(now);
      expect(known(now)).toEqual(known(rows[i] ?? {}));
    },
    30_000,
  );
});

describe("with the file store away", () => {
  // A node that has not looked at them yet: what was read once is kept in memory.
  beforeAll(async () => {
    await node.stop();
    node = await startNode({ prefix: at.prefix, env: { ...node.env } });
    people = await peopleOf(node);
    await store.stop();
  }, 60_000);

  test("they are not available, and that is said", async () => {
    const answer = await people.customer.get(address("shop", old[0] ?? ""));
    expect(codeOf(answer)).toBe("503 service/store-unavailable");
    const log = await people.admin.get(`/ops/v1/orders/${old[1]}/log`);
    expect(codeOf(log)).toBe("503 service/store-unavailable");
  });

  test("orders are accepted and move on", async () => {
    expect(await view(people.customer, "shop", young)).toMatchObject({ status: "INITIATED" });
    const id = await placeReadyMade(people);
    await reaches(people, id, "PRICE_CALCULATED");
  });

  test("and when it is back, so are they", async () => {
    store = await startS3({ dir: join(dir, "s3"), port: store.port, secretAccessKey });
    const shown = async () => (await people.customer.get(address("shop", old[0] ?? ""))).status === 200;
    expect(await eventually(shown, { what: "the archived order" })).toBe(true);
  }, 30_000);
});
