import type { AnyElysia } from "elysia";
import { type Operation, operationOf } from "./operation.ts";
import { answerHeaders, parameters } from "./parameters.ts";
import { problemResponses } from "./problems.ts";
import { describedRoutes, type Method } from "./route.ts";
import { type JsonSchema, Schemas } from "./schemas.ts";
import { tags } from "./tags.ts";

/** An OpenAPI 3.1 document, as far as its readers here ask (https://spec.openapis.org/oas/v3.1.0). */
export interface Document {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;
  readonly components: {
    readonly securitySchemes: object;
    readonly parameters: typeof parameters;
    readonly headers: typeof answerHeaders;
    readonly responses: ReturnType<typeof problemResponses>;
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
}

const description = `The order backbone of companies that make things to order from 3D models.

People sign in at \`/auth/v1/sign-in\` for a token, programs have an API key; both go into \`Authorization: Bearer\`.
Writes may be sent again with the same \`Idempotency-Key\`. An order's \`ETag\` is its version; \`If-Match\` makes a write
hold only for the version you saw. Errors are problem details (RFC 9457) with a stable \`code\`. Amounts are integers in
minor units, times are RFC 3339 in UTC. Unknown fields of a body are refused.`;

const securitySchemes = {
  bearer: { type: "http", scheme: "bearer", description: "A session token from sign-in, or an API key." },
};

/** Describes every route of an app that does not hide itself. Throws when one cannot be described. */
export function documentOf(app: Pick<AnyElysia, "routes">): Document {
  const schemas = new Schemas();
  const paths: Record<string, Partial<Record<Method, Operation>>> = {};
  const routes = describedRoutes(app);
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route, schemas) };
  }
  const responses = problemResponses(schemas);
  return {
    openapi: "3.1.0",
    info: { title: "Bezel", version: "1", description },
    servers: [{ url: "/" }],
    tags: tags.filter(({ name }) => routes.some(({ tag }) => tag === name)),
    paths,
    components: { securitySchemes, parameters, headers: answerHeaders, responses, schemas: schemas.components },
  };
}
