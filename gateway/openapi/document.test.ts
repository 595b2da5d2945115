import { describe, expect, test } from "bun:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { createApp } from "../app.ts";
import type { GatewayDeps } from "../deps.ts";
import { keptLog } from "../telemetry/fixture.ts";
import { documentOf } from "./document.ts";

/** No request is made, so nothing behind the routes is needed. */
const app = createApp({
  log: keptLog().log,
  record: () => {},
  modelBytesMax: 1,
  ops: {} as never,
  gateway: {} as GatewayDeps,
});
const document = documentOf(app);
console.log(JSON.stringify(document).length, Object.keys(document.components.schemas));
await Bun.write("/tmp/openapi.json", JSON.stringify(document, null, 1));
test("x", async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});
