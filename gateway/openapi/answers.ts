import { z } from "zod";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { Commit } from "#contracts/log/commit.ts";
import { orderHistory } from "#contracts/order/history.ts";
import { quoteHistory } from "#contracts/quote/history.ts";
import { isEventsOfOrder, isFeed } from "./conventions.ts";
import type { Route } from "./route.ts";
import type { JsonSchema, Schemas } from "./schemas.ts";

/** What a body may be, by media type. */
export type Content = Readonly<Record<string, { readonly schema?: JsonSchema; readonly examples?: object }>>;

const eventTypes = [...orderHistory.readable, ...quoteHistory.readable].map(
  (typeAndVersion) => `bezel.${typeAndVersion.replace(".", ".v")}`,
);

/** The envelope of events in streams and lists, held to the type they are made with. */
const Event = z
  .object({
    specversion: z.literal("1.0"),
    id: z.string().describe("the same in every stream and list"),
    source: z.literal("bezel"),
    type: z.string().meta({ examples: eventTypes }),
    subject: z.string().describe("the order or quote"),
    time: z.iso.datetime(),
    datacontenttype: z.literal("application/json"),
    version: z.int().describe("its version after the event; a client of that version has seen it"),
    data: z
      .record(z.string(), z.unknown())
      .describe(
        "the fact's own fields, and `by`: whose doing it was; customers and companies are told what is theirs to know",
      ),
  })
  .meta({ id: "Event", description: "CloudEvents 1.0" }) satisfies z.ZodType<CloudEvent>;

const Alive = z.object({ status: z.literal("alive") });
const Ready = z.object({
  ready: z.boolean(),
  checks: z.record(z.string(), z.string()).describe("ok, or what is wrong"),
});

const frame = (id: string) => `retry: 1000

id: ${id}
data: {"specversion":"1.0","id":"evt_ord_2611abcdefghijklmnopqrst.7.0","source":"bezel","type":"bezel.ManufacturingApproved.v1","subject":"ord_2611abcdefghijklmnopqrst","time":"2026-11-22T09:30:00.000Z","datacontenttype":"application/json","version":7,"data":{"by":"sel_abcdefghijklmnop"}}

: quiet

`;

const stream = (about: string, id: string) => ({
  "text/event-stream": {
    schema: { type: "string", description: `Server-sent events. The data of each is one Event as JSON. ${about}` },
    examples: { frames: { value: frame(id) } },
  },
});

const ofOrder = "Its id is version and index; a line that is quiet gets a comment within 15 seconds.";
const ofFeed =
  "Its id is an opaque cursor, moved by empty frames too. A `reset` event says that the cursor's place is gone: read the list anew and go on. A `bye` event says that the node is stopping or the client too slow: connect again.";

const json = (schema: JsonSchema): Content => ({ "application/json": { schema } });

const StoredCommit = z.object({ aggregate: z.string(), stream: z.int(), seq: z.int(), commit: Commit });
const text = { schema: { type: "string" } };
const anyJson = json({ type: "object" });
const page: Content = { "text/html": { schema: { type: "string" } } };

/** What routes answer that hand their answer over as it is, without a schema: by status. */
export function unvalidatedAnswers(route: Route, { output }: Schemas): [status: number, content: Content][] {
  if (isEventsOfOrder(route)) {
    return [[200, { ...json(output(z.object({ items: z.array(Event) }))), ...stream(ofOrder, "7.0") }]];
  }
  if (isFeed(route)) return [[200, stream(ofFeed, "W1tbImEiLDQyXV1d")]];
  switch (route.path) {
    case "/healthz":
      return [[200, json(output(Alive))]];
    case "/readyz":
      return [200, 503].map((status) => [status, json(output(Ready))]);
    case "/metrics":
      return [[200, { "text/plain": { schema: { type: "string" } } }]];
    case "/ops/v1/orders/{orderId}/log":
      return [[200, json(output(z.object({ items: z.array(StoredCommit) })))]];
    case "/mes/v1/orders/{orderId}/model":
      return [[200, { "application/octet-stream": {} }]];
    case "/ops/v1/workshop/ledger":
      return [[200, { "application/x-ndjson": text, "text/csv": text }]];
    case "/openapi":
      return [[200, { ...anyJson, ...page }]];
    case "/openapi/json":
      return [[200, anyJson]];
    default:
      throw new Error(`${route.path} does not say what it answers: its response wants a schema`);
  }
}
