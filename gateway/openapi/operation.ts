import { STATUS_CODES } from "node:http";
import { type Content, unvalidatedAnswers } from "./answers.ts";
import { headersAnswered, headersRead, isConditional, problemStatuses } from "./conventions.ts";
import { problemRef } from "./problems.ts";
import type { Ref, Route } from "./route.ts";
import type { JsonSchema, Schemas } from "./schemas.ts";

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}
export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Ref>>;
  readonly content?: Content;
}

/** One operation of the document (https://spec.openapis.org/oas/v3.1.0#operation-object). */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly (Parameter | Ref)[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer | Ref>>;
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** Such as postShopOrdersByOrderIdSubmit: stable as long as method and path are. */
const operationId = ({ method, path }: Route): string =>
  method +
  path
    .split("/")
    .filter((part) => part !== "v1")
    .map((part) => part.replace(/^\{(.*)\}$/, (_, name: string) => `By-${name}`))
    .flatMap((part) => part.split(/[^A-Za-z0-9]/))
    .map(capitalised)
    .join("");

function parametersOf(route: Route, place: "path" | "query", { input }: Schemas): Parameter[] {
  const given = place === "path" ? route.params : route.query;
  if (!given) return [];
  const { properties = {}, required = [] } = input(given) as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema,
  }));
}

/** OpenAPI 3.1 describes raw bytes by their media type alone. */
const fileContent = { "application/octet-stream": {}, "model/stl": {} };

function bodyOf({ takesFile, body }: Route, { input }: Schemas): Operation["requestBody"] {
  if (takesFile) return { required: true, content: fileContent };
  if (!body) return undefined;
  const required = !body.safeParse(undefined).success;
  return { required, content: { "application/json": { schema: input(body) } } };
}

function answersOf(route: Route, schemas: Schemas): Record<string, Answer | Ref> {
  const described = route.answers.map(([status, schema]): [number, Content] => [
    status,
    { "application/json": { schema: schemas.output(schema) } },
  ]);
  const succeeded = described.length > 0 ? described : unvalidatedAnswers(route, schemas);
  const problems = problemStatuses(route).map((status) => [status, problemRef(status)]);
  return {
    ...Object.fromEntries(problems),
    ...(isConditional(route) ? { 304: { description: "You have this version already." } } : {}),
    ...Object.fromEntries(
      succeeded.map(([status, content]) => {
        const headers = headersAnswered(route, status);
        const more = Object.keys(headers).length > 0 ? { headers } : {};
        return [status, { description: STATUS_CODES[status] ?? "", ...more, content }];
      }),
    ),
  };
}

/** The operation of a route; the schemas it names are gathered in `schemas`. */
export function operationOf(route: Route, schemas: Schemas): Operation {
  const requestBody = bodyOf(route, schemas);
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [route.tag],
    security: route.needsSignIn ? [{ bearer: [] }] : [],
    parameters: [
      ...parametersOf(route, "path", schemas),
      ...parametersOf(route, "query", schemas),
      ...headersRead(route),
    ],
    ...(requestBody ? { requestBody } : {}),
    responses: answersOf(route, schemas),
  };
}
