import { expect, test } from "bun:test";
import { crmProjection } from "./crm/projection.ts";
import { findOrder as inCrm } from "./crm/queries.ts";
import { mesProjection } from "./mes/projection.ts";
import { findOrder as inMes } from "./mes/queries.ts";
import { catchUp } from "./projection/runner.ts";
import { shopProjection } from "./shop/projection.ts";
import { findOrder as inShop } from "./shop/queries.ts";
import { freshPool } from "./testing/database.ts";
import { MemoryLog } from "./testing/memory-log.ts";
import { Orders, orderId } from "./testing/orders.ts";
import { randomLives } from "./testing/random-lives.ts";

test("the three databases agree with the log and so with each other, on every order that is theirs", async () => {
  const count = 60;
  const log = new MemoryLog(4, 11);
  const orders = new Orders(log);
  randomLives(orders, { count, steps: 600, seed: 7 });
  const [shop, crm, mes] = [await freshPool("shop"), await freshPool("crm"), await freshPool("mes")];
  await catchUp({ projection: shopProjection, pool: shop, reader: log });
  await catchUp({ projection: crmProjection, pool: crm, reader: log });
  await catchUp({ projection: mesProjection, pool: mes, reader: log });
  for (let n = 1; n <= count; n++) {
    const id = orderId(n);
    const doc = orders.state(id);
    const version = log.streams.flat().filter(({ aggregate }) => aggregate === id).length;
    const row = doc && { id, version, doc };
    expect(await inCrm(crm, id)).toEqual(row);
    expect(await inShop(shop, id)).toEqual(doc?.owner.startsWith("cus_") ? row : undefined);
    expect(await inMes(mes, id)).toEqual(doc && doc.submission > 0 ? row : undefined);
  }
});
