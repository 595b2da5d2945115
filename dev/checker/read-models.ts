import { archived, expectedRows, orderCounts, orderRows, type Pools } from "./databases.ts";
import type { WholeLog } from "./log.ts";

/** What two lists do not have in common, in a sentence; nothing when they are equal. */
function difference<Item>(what: string, got: readonly Item[], wanted: readonly Item[]): string[] {
  if (Bun.deepEquals(got, wanted)) return [];
  const index = wanted.findIndex((item, i) => !Bun.deepEquals(item, got[i]));
  const [there, should] = [got[index], wanted[index]].map((item) => JSON.stringify(item));
  return [`${what}: ${got.length} of ${wanted.length}; at ${index} ${there} instead of ${should}`];
}

/**
 * Everything in which the databases differ from a replay of the log: rows of Shop, CRM and MES, counts, the archive.
 * They must have caught up with it.
 */
export async function disagreements({ commits, end }: WholeLog, pools: Pools): Promise<string[]> {
  const everyOrder = expectedRows(commits, () => true);
  const ofCustomers = expectedRows(commits, ({ order }) => order.owner.startsWith("cus_"));
  const byStatus = Map.groupBy(everyOrder, ({ status }) => status);
  const counts = [...byStatus].map(([status, rows]) => [status, rows.length] as const).sort();
  return [
    ...difference("crm", await orderRows(pools.crm), everyOrder),
    ...difference("mes", await orderRows(pools.mes), everyOrder),
    ...difference("shop", await orderRows(pools.shop), ofCustomers),
    ...difference("crm counts", Object.entries(await orderCounts(pools.crm)).sort(), counts),
    // What the workshop's clock adds after the log was read is not in what was read.
    ...difference("archive", await archived(pools.archive, end), [...commits]),
  ];
}
