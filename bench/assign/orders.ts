import { OperatorId, toBase32 } from "#contracts/shared/ids.ts";
import { type Api, apiClient, expectOk } from "#dev/client/api.ts";
import { ringStl } from "#dev/models/ring.ts";
import { eventually } from "#dev/testing/eventually.ts";
import type { TestNode } from "#dev/testing/node.ts";

/** When an approval was sent, ms of the monotonic clock. */
export interface Approved {
  readonly askedMs: number;
}

/** Requests under way at once. */
const atOnce = 16;

export const operatorIds = (count: number): OperatorId[] =>
  Array.from({ length: count }, (_, n) => OperatorId.parse(`opr_${toBase32(new Uint8Array(10).fill(n + 1))}`));

/** Does something with each, a few at once. */
async function each<Item>(items: readonly Item[], work: (item: Item, n: number) => Promise<void>): Promise<void> {
  const rest = [...items.entries()];
  const one = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

/** Orders of a company with a price that is accepted; gives what approves them all and tells when each was. */
export async function approveOrders(
  node: TestNode,
  admin: Api,
  { count, skills }: { count: number; skills: string[] },
) {
  const key = node.signIns.find(({ who }) => who === "Demo partner")?.secret ?? "";
  const partner = apiClient(node.url, key);
  const named = () => ({ "idempotency-key": crypto.randomUUID() });
  const ring = ringStl({ majorMm: 9, minorMm: 1.2, segments: 24 });
  const { modelId } = expectOk(await partner.upload("/partner/v1/models", ring, named()));
  const ids: string[] = [];
  await each(Array.from({ length: count }), async (_, n) => {
    const choice = { material: skills[n % skills.length], finishing: "polished", quantity: 1 };
    const order = { modelId, choice, country: "DE" };
    ids.push(expectOk(await partner.post("/partner/v1/orders", order, named())).id);
  });
  const versions = new Map<string, number>();
  await each(ids, async (id) => {
    const priced = async () => {
      const { status, version } = expectOk(await admin.get(`/crm/v1/orders/${id}`));
      return status === "PRICE_CALCULATED" && version;
    };
    versions.set(id, await eventually(priced, { deadlineMs: 120_000, everyMs: 100, what: "a price" }));
  });
  return async (): Promise<ReadonlyMap<string, Approved>> => {
    const approved = new Map<string, Approved>();
    await each(ids, async (id) => {
      approved.set(id, { askedMs: performance.now() });
      expectOk(await admin.post(`/crm/v1/orders/${id}/approve`, {}, { "if-match": `"${versions.get(id)}"` }));
    });
    return approved;
  };
}
