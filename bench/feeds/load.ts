import { apiClient, expectOk } from "#dev/client/api.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { FeedClient } from "./feed-client.ts";

/** What the process of the clients does; given as JSON on the command line. */
export interface FeedPlan {
  readonly port: number;
  /** Of as many accounts; each event concerns the clients of one of them. */
  readonly apiKeys: readonly string[];
  readonly clients: number;
  /** Orders placed a second, of each account in its turn. */
  readonly ordersPerSecond: number;
  readonly forMs: number;
}

/** When one order's first events reached the clients that were reading, epoch ms. */
export interface Arrival {
  readonly order: string;
  readonly atMs: readonly number[];
}

export interface FeedResult {
  readonly arrivals: readonly Arrival[];
  /** Clients that missed an event or got one twice, once all had caught up. */
  readonly gaps: number;
  readonly resets: number;
  readonly cuts: number;
}
/** Printed when every client is there, and waits for a line on standard input before it goes on. */
export type FeedMark = { readonly mark: "connected" | "loaded" };

/** Clients that connect at the same time. */
const atOnce = 200;
const nowMs = () => performance.timeOrigin + performance.now();
const wish = { goods: { kind: "ready-made", sku: "band-classic-4mm" }, choice: { quantity: 1 }, country: "DE" };
const say = (line: FeedMark | FeedResult) => console.log(JSON.stringify(line));

async function connect({ port, apiKeys, clients }: FeedPlan): Promise<FeedClient[]> {
  const all = Array.from({ length: clients }, (_, i) => new FeedClient(port, apiKeys[i % apiKeys.length] ?? "", nowMs));
  for (let i = 0; i < all.length; i += atOnce) {
    await Promise.all(all.slice(i, i + atOnce).map((client) => client.open()));
    await eventually(() => all.slice(i, i + atOnce).every(({ isThere }) => isThere), { deadlineMs: 60_000 });
  }
  return all;
}

/** Places orders at a steady rate; gives those of each account, in the order of their answers. */
async function placeOrders({ port, apiKeys, ordersPerSecond, forMs }: FeedPlan): Promise<Map<string, string[]>> {
  const placed = new Map(apiKeys.map((key) => [key, [] as string[]]));
  const place = async (key: string) => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const { id } = expectOk(await apiClient(`http://127.0.0.1:${port}`, key).post("/partner/v1/orders", wish, headers));
    placed.get(key)?.push(id);
  };
  const began = performance.now();
  const underWay: Promise<void>[] = [];
  for (let n = 0; n < (ordersPerSecond * forMs) / 1_000; n++) {
    const wait = began + (n * 1_000) / ordersPerSecond - performance.now();
    if (wait > 0) await Bun.sleep(wait);
    underWay.push(place(apiKeys[n % apiKeys.length] ?? ""));
  }
  await Promise.all(underWay);
  return placed;
}

/** An order is placed with two events: it is started and submitted. */
const eventsEach = 2;

function isWhole({ heard, apiKey }: FeedClient, placed: ReadonlyMap<string, readonly string[]>): boolean {
  const wanted = placed.get(apiKey) ?? [];
  const counts = Map.groupBy(heard, ({ order }) => order);
  return heard.length === wanted.length * eventsEach && wanted.every((id) => counts.get(id)?.length === eventsEach);
}

function arrivalsOf(readers: readonly FeedClient[]): Arrival[] {
  const first = new Map<string, number[]>();
  for (const { heard } of readers) {
    const seen = new Set<string>();
    for (const { order, atMs } of heard) {
      if (seen.has(order)) continue;
      seen.add(order);
      first.set(order, [...(first.get(order) ?? []), atMs]);
    }
  }
  return [...first].map(([order, atMs]) => ({ order, atMs }));
}

/** Half of the clients read all the time; the other half reads nothing while orders are placed, and then goes on. */
async function run(plan: FeedPlan): Promise<FeedResult> {
  const goOn = console[Symbol.asyncIterator]();
  const clients = await connect(plan);
  say({ mark: "connected" });
  await goOn.next();
  const stalled = clients.filter((_, i) => i % 2 === 1);
  for (const client of stalled) client.stall();
  const placed = await placeOrders(plan);
  const readers = clients.filter((_, i) => i % 2 === 0);
  await eventually(() => readers.every((client) => isWhole(client, placed)), { deadlineMs: 30_000 }).catch(() => {});
  say({ mark: "loaded" });
  await goOn.next();
  for (const client of stalled) client.goOn();
  await eventually(() => clients.every((client) => isWhole(client, placed)), { deadlineMs: 60_000 }).catch(() => {});
  const sum = (of: (client: FeedClient) => number) => clients.reduce((total, client) => total + of(client), 0);
  const gaps = sum((client) => Number(!isWhole(client, placed)));
  for (const client of clients) client.close();
  return { arrivals: arrivalsOf(readers), gaps, resets: sum(({ resets }) => resets), cuts: sum(({ cuts }) => cuts) };
}

if (import.meta.main) {
  say(await run(JSON.parse(process.argv[2] ?? "{}") as FeedPlan));
  process.exit(0);
}
