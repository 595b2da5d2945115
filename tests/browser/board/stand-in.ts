import { Elysia } from "elysia";
import { SessionAnswer } from "#contracts/api/auth.ts";
import { OrderPage, OrderSummary } from "#contracts/api/orders.ts";
import type { OrderStatus } from "#contracts/order/status.ts";
import { webRoutes } from "#gateway/web/routes.ts";

const at = "2026-11-22T09:30:00.000Z";
const operator = "opr_aaaaaaaaaaaaaaaa";
/** A number in letters that ids may have. */
const lettersOf = (n: number): string => String(n).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "");
const approved: OrderStatus = "MANUFACTURING_APPROVED";

const summaryOf = (n: number): OrderSummary =>
  OrderSummary.parse({
    ...{ id: `ord_2611${lettersOf(n).padStart(24, "q")}`, version: 6 },
    ...{ status: approved, channel: "shop", owner: "cus_aaaaaaaaaaaaaaaa", country: "DE", goods: { kind: "model" } },
    ...{ choice: { quantity: 1, material: n % 2 ? "silver-925" : "gold-18k" }, reference: `Order ${n}`, findings: [] },
    ...{ priceAccepted: true, priceExpired: false, createdAt: at, statusSince: at },
  });

/**
 * A gateway with more orders and changes than this machine could also make while a browser looks at them: it says what
 * the real one would, as the API's schemas have it, and remembers what it said.
 */
export function standIn(count: number) {
  const orders = Array.from({ length: count }, (_, n) => summaryOf(n));
  const versions = orders.map(({ version }) => version);
  const listeners = new Set<ReadableStreamDefaultController<string>>();
  const pages = new Elysia().use(webRoutes({ demo: undefined }));
  const session = SessionAnswer.parse({
    ...{ id: operator, name: "Somebody", access: "operator", token: "t" },
    expiresAt: "2099-01-01T00:00:00.000Z",
  });

  const queue = ({ searchParams }: URL) => {
    const from = Number(searchParams.get("cursor") ?? 0);
    const items = searchParams.get("status") === approved ? orders.slice(from, from + 100) : [];
    const next = items.length === 100 ? { next: String(from + 100) } : {};
    return OrderPage.parse({ items, stale: false, ...next });
  };
  const feed = () => {
    const body = new ReadableStream<string>({
      start: (controller) => {
        listeners.add(controller);
        controller.enqueue("id: here\n: quiet\n\n");
      },
    });
    return new Response(body.pipeThrough(new TextEncoderStream()), {
      headers: { "content-type": "text/event-stream" },
    });
  };
  const answers: Readonly<Record<string, (url: URL) => Response>> = {
    "/auth/v1/session/token": () => Response.json(session),
    "/mes/v1/queue": (url) => Response.json(queue(url)),
    "/mes/v1/feed": feed,
  };
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    fetch: (request) => {
      const url = new URL(request.url);
      return answers[url.pathname]?.(url) ?? pages.handle(request);
    },
  });

  /** Tells of one more thing that has happened to the order of this number. */
  function tell(n: number, type: string, data: object): void {
    const subject = orders[n]?.id ?? "";
    const version = (versions[n] ?? 0) + 1;
    versions[n] = version;
    const event = { id: `evt_${subject}.${version}.0`, subject, version, time: at, type: `bezel.${type}.v1`, data };
    for (const listener of listeners) listener.enqueue(`id: ${version}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  return { url: `http://127.0.0.1:${server.port}`, tell, stop: () => server.stop(true) };
}
