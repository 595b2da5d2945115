import { Elysia } from "elysia";
import { type LedgerEntry, LedgerPage, LedgerQuery } from "#contracts/api/workshop.ts";
import { OperatorId, OrderId } from "#contracts/shared/ids.ts";
import { type LedgerRow, ledgerTotal, listLedger } from "#db/mes/ledger.ts";
import { readable } from "../../database.ts";
import type { GatewayDeps } from "../../deps.ts";
import { idAs, only } from "../../plugins/auth.ts";
import { mes } from "../side.ts";

/** An entry as it is shown and exported: what there is nothing to say of is left out. */
export function ledgerEntry({
  order_id,
  amount_minor,
  operator,
  reason,
  by,
  currency,
  ...row
}: LedgerRow): LedgerEntry {
  return {
    ...row,
    operator: OperatorId.parse(operator),
    ...(order_id === null ? {} : { orderId: OrderId.parse(order_id) }),
    amount: amount_minor,
    currency: currency as LedgerEntry["currency"],
    ...(reason === null ? {} : { reason }),
    ...(by === null ? {} : { by }),
  };
}

/** Everybody sees what they have earned, entry by entry. */
export const ownLedgerRoutes = (deps: GatewayDeps) =>
  new Elysia().use(only(deps.authenticate, ...mes.access)).get(
    "/ledger",
    async ({ query: { period, cursor, limit }, principal }) => {
      const of = { period, operator: idAs(OperatorId, principal) };
      const page = readable(listLedger(deps.pools.mes, { ...of, after: cursor, limit }));
      const [{ items, next }, total] = await Promise.all([page, readable(ledgerTotal(deps.pools.mes, of))]);
      const sums = total.map(({ amount, currency }) => ({ amount, currency: currency as LedgerEntry["currency"] }));
      return { items: items.map(ledgerEntry), total: sums, ...(next === undefined ? {} : { next }) };
    },
    {
      query: LedgerQuery,
      response: { 200: LedgerPage },
      detail: { summary: "Your pay of a month, entry by entry", tags: [mes.tag] },
    },
  );
