import type { Order } from "#contracts/order/order.ts";
import { jobOf } from "#contracts/order/production/job.ts";
import type { Tx } from "../pool.ts";
import { commonColumns, reachedAt } from "../projection/columns.ts";
import { type ChangedOrder, foldOrders, isOrder } from "../projection/orders.ts";
import type { ReadModel } from "../projection/projection.ts";
import { recordset } from "../recordset.ts";
import { isWorkshop, writeLedger } from "./ledger-entries.ts";

/**
 * The MES prices and makes what was submitted. It folds every order from its first commit, because a fold needs all
 * of them, and shows those that were ever submitted: before that `queued_at` is null and no query finds the row.
 */
export const mesProjection: ReadModel = {
  name: "mes",
  tables: ["orders", "ledger"],
  apply: async (tx, commits) => {
    await writeOrders(tx, await foldOrders(tx, commits.filter(isOrder)));
    await writeLedger(tx, commits.filter(isWorkshop));
  },
};

function columns(changed: ChangedOrder) {
  const { order } = changed;
  const approvedAt = reachedAt(order, "MANUFACTURING_APPROVED");
  return {
    ...commonColumns(changed),
    queued_at: approvedAt ?? reachedAt(order, "SUBMITTED"),
    approved_at: approvedAt,
    operator: order.operator ?? null,
    material: order.choice?.material ?? null,
    reference: order.reference ?? null,
    skill: jobOf(order).skill ?? null,
    promise_by: order.promiseBy ?? null,
    risk: riskOf(order),
  };
}

/** How far a promise is from being kept; null when it is, or the order has been shipped. */
function riskOf({ risk, shipment }: Order): string | null {
  if (!risk || shipment) return null;
  if (risk.missedAt) return "missed";
  return risk.escalatedAt ? "escalated" : "at-risk";
}

async function writeOrders(tx: Tx, orders: readonly ChangedOrder[]): Promise<void> {
  if (orders.length === 0) return;
  await tx`
    INSERT INTO orders (id, version, status, queued_at, approved_at, operator, material, reference, skill,
      promise_by, risk, channel, total_minor, currency, created_at, updated_at, doc)
    SELECT id, version, status, queued_at, approved_at, operator, material, reference, skill,
      promise_by, risk, channel, total_minor, currency, created_at, updated_at, doc::json
    FROM json_to_recordset(${recordset(orders.map(columns))}::text::json) AS row(
      id text, version integer, status text, queued_at timestamptz, approved_at timestamptz, operator text,
      material text, reference text, skill text, promise_by timestamptz, risk text, channel text, total_minor bigint, currency text, created_at timestamptz,
      updated_at timestamptz, doc text)
    ON CONFLICT (id) DO UPDATE SET
      version = excluded.version, status = excluded.status, queued_at = excluded.queued_at,
      approved_at = excluded.approved_at, operator = excluded.operator, material = excluded.material,
      skill = excluded.skill, promise_by = excluded.promise_by, risk = excluded.risk,
      total_minor = excluded.total_minor, currency = excluded.currency, updated_at = excluded.updated_at,
      doc = excluded.doc`;
}
