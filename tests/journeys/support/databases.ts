import { expect } from "bun:test";
import type { OrderView } from "#contracts/api/orders.ts";
import { findOrder as inCrm } from "#db/crm/queries.ts";
import { findOrder as inMes } from "#db/mes/queries.ts";
import type { OrderRow } from "#db/order-row.ts";
import type { Pool } from "#db/pool.ts";
import { findOrder as inShop } from "#db/shop/queries.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { type BusinessDatabase, businessDatabases, type Installation } from "./installation.ts";
import { view } from "./orders.ts";

const readers = { shop: inShop, crm: inCrm, mes: inMes };

/** Whether a database shows the order: the Shop private customers' ones, the MES what was ever submitted. */
const shows: Readonly<Record<BusinessDatabase, (order: OrderView) => boolean>> = {
  shop: ({ owner }) => owner.startsWith("cus_"),
  crm: () => true,
  mes: ({ timeline }) => timeline.some(({ status }) => status === "SUBMITTED"),
};

interface Columns {
  readonly version: number;
  readonly status: string;
  readonly total: number | null;
}

/** What the columns beside the document say, which lists filter and sort by. */
const columnsOf = (pool: Pool, id: string): Promise<Columns | undefined> =>
  pool.query(async (sql) => {
    const [row] = await sql<Columns[]>`SELECT version, status, total_minor AS total FROM orders WHERE id = ${id}`;
    return row && { ...row };
  });

/** What is compared: the version, the status and the whole price. */
const essence = ({ version, doc: { status, price } }: OrderRow) => ({ version, status, price });

/** Expects every database that shows the order to agree with its actor, once it has caught up; gives what the actor says. */
export async function expectAgreement({ people, databases }: Installation, id: string): Promise<OrderView> {
  const order = await view(people.seller, "crm", id);
  const { version, status, price } = order;
  for (const name of businessDatabases) {
    const find = () => readers[name](databases[name], id);
    if (!shows[name](order)) {
      expect(await find()).toBeUndefined();
      continue;
    }
    const row = await eventually(
      async () => {
        const found = await find();
        return found && found.version >= version && found;
      },
      { what: `version ${version} of ${id} in ${name}` },
    );
    expect(essence(row)).toEqual({ version, status, price });
    expect(await columnsOf(databases[name], id)).toEqual({ version, status, total: price?.total ?? null });
  }
  return order;
}
