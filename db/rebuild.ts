import type { LogReader } from "#contracts/log/reader.ts";
import { crmProjection } from "./crm/projection.ts";
import { mesProjection } from "./mes/projection.ts";
import type { Pool } from "./pool.ts";
import { resetPositions } from "./projection/positions.ts";
import { catchUp } from "./projection/runner.ts";
import { shopProjection } from "./shop/projection.ts";

/** The databases whose rows follow from the log alone. */
export const readModels = { shop: shopProjection, crm: crmProjection, mes: mesProjection };
export type ReadModelName = keyof typeof readModels;

/**
 * Throws a read model's rows away and makes them again from the log. Projectors may run meanwhile: whoever commits a
 * stretch first has done it for both. Readers see the rows grow, and by the position that they are not all there yet.
 * Interrupted, it has lost nothing: a projector or another rebuild goes on from the position.
 * Throws ProjectionStopped, DatabaseUnavailable, and what the reader throws.
 */
export async function rebuild(
  database: ReadModelName,
  { pool, reader }: { readonly pool: Pool; readonly reader: LogReader },
): Promise<void> {
  const projection = readModels[database];
  await pool.transaction(async (tx) => {
    await resetPositions(tx, projection.name);
    await tx`TRUNCATE ${tx(projection.tables)}`;
  });
  await catchUp({ projection, pool, reader });
}
