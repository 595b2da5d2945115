import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connectNats, type Nats } from "#actors/nats/connection.ts";
import { natsLogReader } from "#actors/nats/log/log-reader.ts";
import { readPartitionMap } from "#actors/nats/log/partition-map.ts";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { names } from "#contracts/shared/subjects.ts";
import { expectOk } from "#dev/client/api.ts";
import type { People } from "#dev/client/people.ts";
import type { SseFrame } from "#dev/client/sse.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { expectAgreement } from "./support/databases.ts";
import { frameOf } from "./support/frames.ts";
import { businessDatabases, type Installation, peopleOf, startInstallation } from "./support/installation.ts";
import {
  acceptPrice,
  deliver,
  freshKey,
  makeAndShip,
  placeReadyMade,
  reaches,
  readyMade,
  submitModel,
  submitReadyMade,
} from "./support/orders.ts";
import { rebuild, rowsOf, runTool } from "./support/rows.ts";

let at: Installation;
let nats: Nats;
let node: TestNode;
let people: People;
/** Orders of every age: closed, under way, and waiting for their customer. */
let closed: string[];
let priced: string[];
let cursor: string | undefined;
let before: Map<string, StoredCommit["commit"][]>;
const feed = "/crm/v1/feed";
const hasPlace = ({ id }: SseFrame) => id !== undefined;
const key = freshKey();
const retried = { goods: readyMade, choice: { quantity: 1 }, country: "DE" };
let first: { status: number; body: unknown };

/** Every order's commits, as the log's own streams hold them. */
async function logOf(streams: number): Promise<Map<string, StoredCommit["commit"][]>> {
  const reader = natsLogReader(nats, names(at.prefix, streams));
  const histories = new Map<string, StoredCommit["commit"][]>();
  for (let stream = 0; stream < streams; stream++) {
    for (let after = 0; ; ) {
      const page = await reader.page(stream, after, 256);
      for (const { aggregate, commit } of page) histories.set(aggregate, [...(histories.get(aggregate) ?? []), commit]);
      const last = page.at(-1);
      if (!last) break;
      after = last.seq;
    }
  }
  return histories;
}

const repartition = (streams: number) => runTool(node, "repartition", [String(streams)]);
const refused = (streams: number) => repartition(streams).then(String, (error: Error) => error.message);

beforeAll(async () => {
  at = await startInstallation({ env: { BEZEL_LOG_STREAMS: "1" } });
  ({ node, people } = at);
  nats = await connectNats({ servers: node.env["NATS_URL"] ?? "", name: "repartition" });
  closed = await Promise.all([1, 2].map(() => submitReadyMade(people)));
  for (const id of closed) {
    await reaches(people, id, "PRICE_CALCULATED");
    await acceptPrice(people, id);
    await makeAndShip(people, id);
    await deliver(people, id);
  }
  priced = await Promise.all([1, 2, 3].flatMap(() => [submitModel(people), submitReadyMade(people)]));
  for (const id of priced) await reaches(people, id, "PRICE_CALCULATED");
  first = await people.partner.post("/partner/v1/orders", retried, key);
  cursor = (await frameOf(people.seller, feed, hasPlace))?.id;
  for (const id of [...closed, ...priced]) await expectAgreement(at, id);
}, 120_000);

afterAll(async () => {
  await Promise.all([node?.stop(), at?.stop(), nats?.close()]);
}, 30_000);

test("a log is not repartitioned while a node runs", async () => {
  expect(await refused(4)).toContain("stop all nodes first; node-1");
  expect(await readPartitionMap(nats, at.prefix)).toEqual({ streams: 1 });
});

describe("a log of one stream becomes one of four", () => {
  beforeAll(async () => {
    await node.stop();
    before = await logOf(1);
    expect(await repartition(4)).toContain("the log has 4 streams");
    node = await startNode({ prefix: at.prefix, env: { BEZEL_LOG_STREAMS: "1" } });
    people = await peopleOf(node);
  }, 120_000);

  test("with every commit in its place, in one stream only", async () => {
    expect(await readPartitionMap(nats, at.prefix)).toEqual({ streams: 4 });
    const after = await logOf(4);
    for (const [id, commits] of before) expect(after.get(id)?.slice(0, commits.length)).toEqual(commits);
    const layout = names(at.prefix, 4);
    const counts = await Promise.all([0, 1, 2, 3].map((i) => nats.jsm.streams.info(layout.logStream(i))));
    expect(counts.every(({ state }) => state.messages > 0)).toBe(true);
    expect(counts.every(({ config }) => config.mirror === undefined && config.allow_atomic)).toBe(true);
  });

  test("orders go on, new ones too", async () => {
    for (const id of priced) {
      await acceptPrice(people, id);
      await makeAndShip(people, id);
      await deliver(people, id);
      expect((await expectAgreement({ ...at, people }, id)).status).toBe("CLOSED");
    }
    const placed = await Promise.all(Array.from({ length: 12 }, () => placeReadyMade(people)));
    for (const id of placed) await reaches(people, id, "PRICE_CALCULATED");
    for (const id of [...closed, ...placed]) await expectAgreement({ ...at, people }, id);
  }, 120_000);

  test("a retry gets the first answer", async () => {
    const again = await people.partner.post("/partner/v1/orders", retried, key);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
  });

  test("a feed's cursor from before is reset", async () => {
    expect((await frameOf(people.seller, feed, hasPlace, cursor))?.event).toBe("reset");
  });

  test("process managers go on where they were: nothing is priced twice", async () => {
    const { items } = expectOk(await people.admin.get(`/ops/v1/orders/${closed[0]}/log`));
    expect(items).toEqual(items.filter(({ aggregate }: StoredCommit) => aggregate === closed[0]));
    const { consumers } = nats.jsm;
    for (const stream of [0, 1, 2, 3]) {
      const name = names(at.prefix, 4).logStream(stream);
      const isThrough = async () => {
        const { num_pending, num_ack_pending } = await consumers.info(name, "pricing");
        return num_pending + num_ack_pending === 0;
      };
      await eventually(isThrough, { deadlineMs: 15_000, what: `pricing at the end of ${name}` });
    }
  });

  test.each(businessDatabases)(
    "%s equals a replay",
    async (name) => {
      const rows = await rowsOf(at, name);
      expect(rows["orders"]?.length).toBeGreaterThan(3);
      await rebuild(node, name);
      expect(await rowsOf(at, name)).toEqual(rows);
    },
    30_000,
  );

  test("and eight after that, once more", async () => {
    await node.stop();
    expect(await refused(2)).toContain("the log has 4 streams and can get 8, 16, 32, 64");
    expect(await repartition(8)).toContain("the log has 8 streams");
    expect(await repartition(8)).toContain("the log has 8 streams");
    node = await startNode({ prefix: at.prefix });
    people = await peopleOf(node);
    const id = await placeReadyMade(people);
    await reaches(people, id, "PRICE_CALCULATED");
    for (const known of [...closed, ...priced, id]) await expectAgreement({ ...at, people }, known);
    const rows = await rowsOf(at, "crm");
    await rebuild(node, "crm");
    expect(await rowsOf(at, "crm")).toEqual(rows);
  }, 120_000);
});
