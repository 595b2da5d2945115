import { keySlot } from "./load.ts";

export const orderBody = JSON.stringify({
  goods: { kind: "ready-made", sku: "band-classic-4mm" },
  choice: { quantity: 1 },
  country: "DE",
  reference: "bench",
});

const post = (path: string, headers: readonly string[]): string =>
  [
    `POST ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    ...headers,
    "Content-Type: application/json",
    `Content-Length: ${orderBody.length}`,
    "",
    orderBody,
  ].join("\r\n");

/** A partner's order, under a key of its own. */
export const bezelOrder = (apiKey: string): string =>
  post("/partner/v1/orders", [`Authorization: Bearer ${apiKey}`, `Idempotency-Key: ${keySlot}`]);

/** The same order to the peer's virtual object of that key. */
export const restateOrder: string = post(`/order/${keySlot}/place`, []);
