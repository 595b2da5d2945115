import { expect, test } from "bun:test";
import { OrderPage } from "#contracts/api/orders.ts";
import type { Order } from "#contracts/order/order.ts";
import { AccountId, ModelId, OperatorId, OrderId, toBase32 } from "#contracts/shared/ids.ts";
import { orderSummary } from "../orders/views.ts";
import { compact } from "../plugins/compact.ts";

/** The most that a page may weigh on the line to the plant, bytes. */
const bytesMax = 50_000;
const digest = (text: string): Buffer => new Bun.CryptoHasher("sha256").update(text).digest();
const serial = (text: string, bytes = 15): string => toBase32(digest(text).subarray(0, bytes));
const minute = (n: number): string => new Date(Date.UTC(2026, 0, 5, 8) + n * 7_919_000).toISOString();
const reason = (n: number): string =>
  `Stone ${n} of the setting came loose when it was polished, ${serial(`why ${n}`, 10)}`;

/** An order in packing of which everything is known that lists show: what tells it from others cannot be compressed. */
const order = (n: number): Order => ({
  owner: AccountId.parse(`acc_${serial(`company ${n}`)}`),
  channel: "partner",
  goods: { kind: "model" },
  country: "DE",
  reference: `PO ${serial(`reference ${n}`, 10)}`,
  status: "PACKAGING",
  timeline: Array.from({ length: 8 }, (_, i) => ({ status: "PACKAGING" as const, at: minute(n * 8 + i) })),
  model: {
    modelId: ModelId.parse(`mdl_${serial(`model ${n}`)}`),
    name: `ring ${serial(`name ${n}`, 10)}.stl`,
    unit: "mm",
    bytes: 84 + n * 50_123,
    sha256: digest(`file ${n}`).toString("hex"),
  },
  choice: { material: "silver-925", finishing: "polished", quantity: 1 + (n % 40) },
  submission: 1,
  price: {
    ...{ currency: "EUR", bookVersion: 3, quantity: 1 + (n % 40), taxPermille: 190 },
    lines: ["material", "setup", "finishing", "stones", "discount"].map((code, i) => ({
      ...{ code, label: `The ${code} of it`, amount: n * 977 + i * 311 },
    })),
    ...{ net: n * 4_885 + 3_110, tax: n * 928, total: n * 5_813 + 3_110, leadTimeDays: 21, metalFix: 7 },
    weightsGrams: { poured: n * 1.337, cast: n * 1.013, delivered: n * 0.991 },
  },
  acceptBy: minute(n * 3),
  findings: [],
  accepted: { by: "sys_pricing", at: minute(n), contract: true },
  held: { reason: reason(n), at: minute(n) },
  operator: OperatorId.parse(`opr_${serial(`operator ${n % 20}`)}`),
  promiseBy: minute(n * 5),
  priority: n % 3,
  undoUntil: minute(n * 2),
  rework: { count: 1, reason: reason(n + 1_000) },
  risk: { since: minute(n), projected: minute(n * 6), escalatedAt: minute(n + 1) },
});

test("the largest page of the queue stays below 50 KB on the line, even when every order has a story", async () => {
  const items = Array.from({ length: 100 }, (_, n) =>
    orderSummary(OrderId.parse(`ord_2601${serial(`order ${n}`)}`), 9, order(n)),
  );
  const page = OrderPage.parse({ items, next: serial("cursor", 32), stale: false });
  const exchange = { headers: { "accept-encoding": "gzip" }, set: { headers: {} } };
  const answer = compact(page, exchange);
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  const { length } = await answer.bytes();
  expect(length).toBeGreaterThan(10_000); // They are not all alike.
  expect(length).toBeLessThan(bytesMax);
});
