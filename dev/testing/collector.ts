import { z } from "zod";

const AnyValue = z
  .union([
    z.object({ stringValue: z.string() }).transform((value) => value.stringValue),
    z.object({ boolValue: z.boolean() }).transform((value) => value.boolValue),
    z.object({ intValue: z.coerce.number() }).transform((value) => value.intValue),
    z.object({ doubleValue: z.number() }).transform((value) => value.doubleValue),
  ])
  .optional()
  .catch(undefined);
const Attributes = z
  .array(z.object({ key: z.string(), value: AnyValue }))
  .default([])
  .transform((list): Record<string, unknown> => Object.fromEntries(list.map(({ key, value }) => [key, value])));

const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  /** Absent on the first span of a trace. */
  parentSpanId: z.string().optional(),
  name: z.string(),
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: z.int(),
  startTimeUnixNano: z.coerce.bigint(),
  endTimeUnixNano: z.coerce.bigint(),
  attributes: Attributes,
  events: z.array(z.object({ name: z.string(), attributes: Attributes })).default([]),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
  /** Code 2 is an error. */
  status: z.object({ code: z.int().default(0) }).default({ code: 0 }),
});

/** What OTLP/HTTP posts as JSON to `/v1/traces` (opentelemetry-proto, ExportTraceServiceRequest), as far as tests ask. */
const ExportRequest = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

export type CollectedSpan = z.infer<typeof Span> & { readonly resource: Readonly<Record<string, unknown>> };

export interface Collector {
  /** Base URL for OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string;
  /** Everything received until now, in order of arrival. */
  spans(): readonly CollectedSpan[];
  stop(): Promise<void>;
}

/** A trace collector on a free port of loopback: takes OTLP/HTTP JSON, keeps the spans in memory, answers 400 to what is none. */
export function startCollector(): Collector {
  const received: CollectedSpan[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    routes: {
      "/v1/traces": {
        POST: async (request) => {
          const body = ExportRequest.safeParse(await request.json());
          if (!body.success) return new Response(z.prettifyError(body.error), { status: 400 });
          for (const { resource, scopeSpans } of body.data.resourceSpans)
            for (const { spans } of scopeSpans)
              received.push(...spans.map((span) => ({ ...span, resource: resource.attributes })));
          return Response.json({});
        },
      },
    },
  });
  return {
    endpoint: server.url.origin,
    spans: () => received,
    stop: () => server.stop(true),
  };
}
