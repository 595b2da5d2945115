import type { Tx } from "../pool.ts";
import { commonColumns } from "../projection/columns.ts";
import { type ChangedOrder, foldOrders, isOrder } from "../projection/orders.ts";
import type { ReadModel } from "../projection/projection.ts";
import { recordset } from "../recordset.ts";
import { countOrders } from "./counts.ts";

/** The CRM holds every order from its first step on: sellers see all, and partners' lists are read here, by owner. */
export const crmProjection: ReadModel = {
  name: "crm",
  tables: ["orders", "order_counts"],
  apply: async (tx, commits) => {
    const changed = await foldOrders(tx, commits.filter(isOrder));
    if (changed.length === 0) return;
    await writeOrders(tx, changed);
    await countOrders(tx, changed);
  },
};

const columns = (changed: ChangedOrder) => ({
  ...commonColumns(changed),
  owner: changed.order.owner,
  reference: changed.order.reference ?? null,
});

async function writeOrders(tx: Tx, orders: readonly ChangedOrder[]): Promise<void> {
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
