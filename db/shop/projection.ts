import type { StoredCommit } from "#contracts/log/commit.ts";
import type { Tx } from "../pool.ts";
import { commonColumns } from "../projection/columns.ts";
import { type ChangedOrder, foldOrders, isOrder } from "../projection/orders.ts";
import type { ReadModel } from "../projection/projection.ts";
import { recordset } from "../recordset.ts";

/**
 * The Shop holds the orders of private customers, from the first step on and whichever way they came. Commits name
 * their owner, so companies' orders are told apart without a look at their earlier commits.
 */
export const shopProjection: ReadModel = {
  name: "shop",
  tables: ["orders"],
  apply: async (tx, commits) => {
    await writeOrders(tx, await foldOrders(tx, commits.filter(isOfPrivateCustomer)));
  },
};

const isOfPrivateCustomer = (stored: StoredCommit) => isOrder(stored) && !stored.commit.owner?.startsWith("acc_");

const columns = (changed: ChangedOrder) => ({
  ...commonColumns(changed),
  owner: changed.order.owner,
  reference: changed.order.reference ?? null,
});

async function writeOrders(tx: Tx, orders: readonly ChangedOrder[]): Promise<void> {
  if (orders.length === 0) return;
  await tx`
    INSERT INTO orders
      (id, version, status, owner, channel, reference, total_minor, currency, created_at, updated_at, doc)
    SELECT id, version, status, owner, channel, reference, total_minor, currency, created_at, updated_at, doc::json
    FROM json_to_recordset(${recordset(orders.map(columns))}::text::json) AS row(
      id text, version integer, status text, owner text, channel text, reference text,
      total_minor bigint, currency text, created_at timestamptz, updated_at timestamptz, doc text)
    ON CONFLICT (id) DO UPDATE SET
      version = excluded.version, status = excluded.status, total_minor = excluded.total_minor,
      currency = excluded.currency, updated_at = excluded.updated_at, doc = excluded.doc`;
}
