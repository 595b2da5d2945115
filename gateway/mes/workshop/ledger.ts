import { Elysia } from "elysia";
import { type LedgerEntry, LedgerPage, LedgerQuery } from "#contracts/api/workshop.ts";
import { OperatorId, OrderId } from "#contracts/shared/ids.ts";
import { InvalidCursor } from "#db/keyset.ts";
import { type LedgerRow, ledgerTotal, listLedger } from "#db/mes/ledger.ts";
import { DatabaseUnavailable } from "#db/unavailable.ts";
import type { GatewayDeps } from "../../deps.ts";
import { idAs, only } from "../../plugins/auth.ts";
import { ProblemError } from "../../problem.ts";
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

/** What the ledger's database answers, or the problem that it does not. */
export const readable = <T>(asked: Promise<T>): Promise<T> =>
  asked.catch((error: unknown) => {
    if (error instanceof DatabaseUnavailable) throw new ProblemError("service/database-unavailable", { retryAfter: 5 });
    if (error instanceof InvalidCursor) throw new ProblemError("feed/cursor-invalid");
    throw error;
  });

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
