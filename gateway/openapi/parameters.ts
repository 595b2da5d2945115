import type { Ref } from "./route.ts";

const text = (schema: object = {}) => ({ type: "string", ...schema });
const header = (name: string, description: string, schema: object, required = false) => ({
  name,
  in: "header",
  description,
  required,
  schema,
});

const key = text({ pattern: "^[\\x21-\\x7e]{8,128}$" });
const keyMeaning =
  "Names this request. The same key again is answered as it was the first time; with other parameters it is refused (422).";
const seen = text({ examples: ['"7"'] });
const seenMeaning = "The version you decided on, as the ETag you were given. A later version answers 412.";

/** Headers that many operations read: components.parameters. */
export const parameters = {
  IdempotencyKey: header("Idempotency-Key", keyMeaning, key),
  IdempotencyKeyRequired: header("Idempotency-Key", keyMeaning, key, true),
  IfMatch: header("If-Match", seenMeaning, seen),
  IfMatchRequired: header("If-Match", `${seenMeaning} Without it the answer is 428.`, seen, true),
  IfNoneMatch: header("If-None-Match", "The ETag you have; 304 when that is still the present one.", seen),
  Position: header(
    "Bezel-Position",
    "What your last write was answered in the same header. The list waits briefly until it shows that write, else it says that it is stale.",
    text(),
  ),
  LastEventId: header(
    "Last-Event-ID",
    "The id of the last frame you have seen: the stream goes on right after it. Wins over `after`.",
    text(),
  ),
} as const;

export type ParameterName = keyof typeof parameters;

/** A reference to one of them; a route names it in its `detail` where only the route knows. */
export const parameter = (name: ParameterName): Ref => ({ $ref: `#/components/parameters/${name}` });

/** Headers of answers: components.headers. */
export const answerHeaders = {
  ETag: { description: "The version of the order or quote; hand it to If-Match.", schema: seen },
  Location: { description: "Where the new order or quote is.", schema: text({ format: "uri-reference" }) },
  Position: { description: "Where this write stands in the log; hand it to lists as Bezel-Position.", schema: text() },
  RetryAfter: { description: "Seconds until trying again makes sense.", schema: { type: "integer" } },
  Authenticate: { description: "How to sign in.", schema: text() },
} as const;

export const answerHeader = (name: keyof typeof answerHeaders): Ref => ({ $ref: `#/components/headers/${name}` });
