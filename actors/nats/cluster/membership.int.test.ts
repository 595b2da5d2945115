import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { names } from "#contracts/shared/subjects.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { type ClusterServer, startNatsCluster, type TestCluster } from "#dev/testing/nats-cluster.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { node } from "../../testing/nodes.ts";
import { connectNats, type Nats } from "../connection.ts";
import { leaseMs, renewMs } from "./lease-view.ts";
import { joinCluster, type Membership } from "./membership.ts";

interface Member extends Membership {
  readonly nats: Nats;
  readonly ids: () => string[];
  readonly reported: unknown[];
}

const open: Nats[] = [];
afterAll(() => Promise.all(open.map((nats) => nats.close())));

async function member(natsUrl: string, prefix: string, id: string, replicas = 1): Promise<Member> {
  const nats = await connectNats({ servers: natsUrl, name: id });
  open.push(nats);
  const reported: unknown[] = [];
  const joined = await joinCluster(nats, names(prefix, 1), node(id, { incarnation: crypto.randomUUID() }), {
    replicas,
    now: () => performance.now(),
    load: () => ({ residents: 7, busy: 1, waitingAppends: 0 }),
    report: (error) => reported.push(error),
  });
  const ids = () =>
    joined
      .nodes()
      .map(({ id }) => id)
      .sort();
  return { ...joined, nats, ids, reported };
}

/** Looks again and again for `ms`, and gives what was seen, each once. */
async function seenDuring(ms: number, look: () => unknown): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const until = performance.now() + ms; performance.now() < until; await Bun.sleep(20)) {
    seen.add(JSON.stringify(look()));
  }
  return seen;
}

describe("nodes that announce themselves", () => {
  const prefix = freshPrefix();
  const bucket = `KV_${names(prefix, 1).bucket("nodes")}`;
  let a: Member;
  let b: Member;
  beforeAll(async () => {
    const { natsUrl } = await servers();
    a = await member(natsUrl, prefix, "a");
    b = await member(natsUrl, prefix, "b");
  }, 60_000);

  test("whoever comes sees who is there at once, and is seen", async () => {
    expect(b.ids()).toEqual(["a", "b"]);
    await eventually(() => a.ids().length === 2);
    await eventually(() => a.nodes().find(({ id }) => id === "b")?.load.residents === 7);
  });

  test("a mark is seen by the others when it has been made", async () => {
    await b.become("draining");
    await eventually(() => a.nodes().some(({ id, state }) => id === "b" && state === "draining"), { deadlineMs: 250 });
    await b.become("active");
  });

  test("a bucket that is gone is made anew, and nobody is missed meanwhile", async () => {
    await a.nats.jsm.streams.delete(bucket);
    const seen = await seenDuring(2 * renewMs, () => [a.ids(), b.ids()]);
    expect([...seen]).toEqual([
      JSON.stringify([
        ["a", "b"],
        ["a", "b"],
      ]),
    ]);
    expect((await a.nats.jsm.streams.info(bucket)).config.max_age).toBe(leaseMs * 1e6);
  });

  test("a node that ends without a word is gone when its lease has run out, one that leaves at once", async () => {
    const { natsUrl } = await servers();
    const [crashing, leaving] = [await member(natsUrl, prefix, "crashing"), await member(natsUrl, prefix, "leaving")];
    await eventually(() => a.ids().length === 4);
    await crashing.nats.close();
    await leaving.leave();
    await eventually(() => !a.ids().includes("leaving"), { deadlineMs: 250 });
    expect(a.ids()).toContain("crashing");
    await eventually(() => !a.ids().includes("crashing"), { deadlineMs: leaseMs + renewMs });
    expect(a.ids()).toEqual(["a", "b"]);
  });

  test("two processes of one name are told of each other", async () => {
    const { natsUrl } = await servers();
    const twin = await member(natsUrl, prefix, "b");
    await eventually(() => b.reported.length > 0 && twin.reported.length > 0);
    expect(String(b.reported[0])).toContain("another process is announced as b");
    await twin.leave();
  });
});

describe("when the nats-server dies that a node is connected to and that leads the bucket", () => {
  const prefix = freshPrefix();
  let cluster: TestCluster;
  let members: Member[];
  beforeAll(async () => {
    cluster = await startNatsCluster();
    members = await Promise.all(cluster.servers.map(({ url }, i) => member(url, prefix, `node-${i + 1}`, 3)));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(members.map(({ nats }) => nats.close()));
    await cluster.stop();
  }, 30_000);

  /** The one whose end takes the most along. */
  async function leader(): Promise<ClusterServer> {
    const { cluster: replicas } = await members[0]!.nats.jsm.streams.info(`KV_${names(prefix, 1).bucket("nodes")}`);
    const found = cluster.servers.find(({ name }) => name === replicas?.leader);
    if (!found) throw new Error("the bucket has no leader");
    return found;
  }

  test("every node keeps seeing all others, and changes are seen again", async () => {
    const everybody = ["node-1", "node-2", "node-3"];
    await eventually(() => members.every((one) => one.ids().length === 3));
    const victim = await leader();
    expect(members.map(({ nats }) => nats.nc.info?.server_name)).toContain(victim.name);
    await victim.kill();
    const seen = await seenDuring(2 * leaseMs, () => members.map((one) => one.ids()));
    expect([...seen]).toEqual([JSON.stringify([everybody, everybody, everybody])]);

    const survivor = cluster.servers.find(({ name }) => name !== victim.name) as ClusterServer;
    const newcomer = await member(survivor.url, prefix, "node-4", 3);
    await eventually(() => members.every((one) => one.ids().includes("node-4")));
    await members[2]?.nats.close();
    const left = ["node-1", "node-2", "node-4"];
    const dropped = () => [members[0], members[1], newcomer].every((one) => Bun.deepEquals(one?.ids(), left));
    await eventually(dropped, { deadlineMs: leaseMs + renewMs, what: "a view without the node that is gone" });
    await newcomer.nats.close();
  }, 60_000);
});
