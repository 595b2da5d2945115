import { describe, expect, test } from "bun:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Elysia } from "elysia";
import { z } from "zod";
import { createApp } from "../app.ts";
import type { GatewayDeps } from "../deps.ts";
import { problemCodes } from "../problem.ts";
import { keptLog } from "../telemetry/fixture.ts";
import { type Document, documentOf } from "./document.ts";
import type { Operation } from "./operation.ts";

/** No request is made, so nothing behind the routes is needed. */
const app = createApp({
  log: keptLog().log,
  record: () => {},
  modelBytesMax: 1,
  ops: {} as never,
  gateway: { demo: async () => ({ customer: "", seller: "", operator: "", carrier: "" }) } as unknown as GatewayDeps,
});
const document = JSON.parse(JSON.stringify(documentOf(app))) as Document;

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): readonly [string, Operation] => [`${method} ${path}`, operation]),
);
const operation = (name: string): Operation => new Map(operations).get(name) ?? expect.unreachable(name);
const headersOf = (name: string) =>
  operation(name).parameters.flatMap((given) => ("$ref" in given ? given.$ref.replace(/.*\//, "") : []));

/** Every `$ref` anywhere in a value. */
function refsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "$ref" in value && typeof value.$ref === "string" ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(refsIn)];
}
const resolves = (ref: string): boolean =>
  ref.startsWith("#/") &&
  ref
    .slice(2)
    .split("/")
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document) !== undefined;

describe("the document", () => {
  test("is OpenAPI 3.1", async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  test("points only to what is there, and to every schema it holds", () => {
    const refs = refsIn(document);
    expect(refs.length).toBeGreaterThan(300);
    expect(refs.filter((ref) => !resolves(ref))).toEqual([]);
    const named = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(named.filter((name) => !refs.includes(name))).toEqual([]);
  });

  test("describes every route that is served but pages, and no other", () => {
    const pages = /^GET \/(mes|web\/:file|problems\/:area\/:name)?$|^POST \/auth\/v1\/session\b/;
    const served = app.routes.map(({ method, path }) => `${method} ${path}`).filter((name) => !pages.test(name));
    const described = operations.map(([name]) => name.replace(/^\w+/, (method) => method.toUpperCase()));
    expect(described.sort()).toEqual(served.map((name) => name.replace(/:(\w+)/g, "{$1}")).sort());
  });

  test("names each operation once, and every part it belongs to", () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const parts = document.tags.map(({ name }) => name);
    expect(operations.filter(([, { tags }]) => !tags.every((tag) => parts.includes(tag)))).toEqual([]);
  });

  test("lists every code a problem may have", () => {
    const listed = Object.values(document.components.responses).flatMap(({ content }) =>
      Object.keys(content["application/problem+json"].examples),
    );
    expect(listed.sort()).toEqual([...problemCodes].sort());
  });
});

describe("an operation says", () => {
  test("which headers it reads", () => {
    expect(headersOf("post /shop/v1/orders")).toEqual(["IdempotencyKey"]);
    expect(headersOf("post /partner/v1/orders")).toEqual(["IdempotencyKeyRequired"]);
    expect(headersOf("post /crm/v1/orders/{orderId}/approve")).toEqual(["IfMatchRequired", "IdempotencyKey"]);
    expect(headersOf("post /mes/v1/orders/{orderId}/complete")).toEqual(["IfMatch", "IdempotencyKey"]);
    expect(headersOf("get /shop/v1/orders/{orderId}")).toEqual(["IfNoneMatch"]);
    expect(headersOf("get /mes/v1/queue")).toEqual(["IfNoneMatch", "Position"]);
    expect(headersOf("get /crm/v1/feed")).toEqual(["LastEventId"]);
  });

  test("who may ask", () => {
    expect(operation("post /auth/v1/sign-in").security).toEqual([]);
    expect(operation("post /shop/v1/orders").security).toEqual([{ bearer: [] }]);
  });

  test("what a file's body is, and an event stream's answer", () => {
    const upload = operation("post /shop/v1/orders/{orderId}/model").requestBody;
    expect(upload).toEqual({ required: true, content: { "application/octet-stream": {}, "model/stl": {} } });
    const { 200: answer } = operation("get /shop/v1/orders/{orderId}/events").responses;
    expect(answer).toHaveProperty(["content", "text/event-stream"]);
    expect(answer).toHaveProperty(["content", "application/json"]);
  });

  test("what is answered when it is not done", () => {
    const statuses = Object.keys(operation("post /crm/v1/orders/{orderId}/approve").responses);
    expect(statuses).toEqual(["200", "400", "401", "403", "404", "409", "412", "413", "422", "428", "500", "503"]);
  });
});

describe("a route that cannot be described is noticed", () => {
  test("without a summary", () =>
    expect(() => documentOf(new Elysia().get("/x", () => "x"))).toThrow("does not say what it is for"));

  test("without a schema of its answer", () =>
    expect(() => documentOf(new Elysia().get("/x", () => "x", { detail: { summary: "X", tags: ["Shop"] } }))).toThrow(
      "does not say what it answers",
    ));

  test("with a schema of somebody else's name", () => {
    const named = (schema: z.ZodType) => ({ body: schema.meta({ id: "Same" }), response: { 200: z.string() } });
    const detail = { summary: "X", tags: ["Shop"] };
    const doubled = new Elysia()
      .post("/x", () => "x", { ...named(z.object({ a: z.string() })), detail })
      .post("/y", () => "y", { ...named(z.object({ b: z.string() })), detail });
    expect(() => documentOf(doubled)).toThrow("Same");
  });
});
