import { describe, expect, test } from "bun:test";
import { importsOf, importsOfFile, sourceFiles } from "./architecture/imports.ts";
import { violationsOf } from "./architecture/rules.ts";

const broken = (file: string, source: string) =>
  violationsOf(file, importsOf(file, source)).map(({ imported }) => imported);

describe("dependencies point one way", () => {
  test("in every file of the clone", () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((file) => violationsOf(file, importsOfFile(file)))).toEqual([]);
  });
});

describe("the check sees", () => {
  test("a value import", () =>
    expect(broken("db/shop/projection.ts", `import { decide } from "#actors/runtime/decider.ts"; decide();`)).toEqual([
      "actors/runtime/decider.ts",
    ]));

  test("a type-only import, over several lines", () =>
    expect(
      broken("contracts/order/order.ts", `import type {\n  State,\n} from "../../actors/order/decider.ts";`),
    ).toEqual(["actors/order/decider.ts"]));

  test("a type among values, and a re-export", () => {
    expect(broken("actors/order/price.ts", `import { type Stats } from "node:fs";`)).toEqual(["node:fs"]);
    expect(broken("contracts/index.ts", `export type { Row } from "#db/shop/rows.ts";`)).toEqual(["db/shop/rows.ts"]);
  });

  test("a dynamic import and a worker's file", () => {
    expect(broken("gateway/app.ts", `const s = await import("#dev/stack/nats.ts");`)).toEqual(["dev/stack/nats.ts"]);
    expect(
      broken("gateway/shop/a.ts", `new Worker(new URL("../../actors/pricing/worker.ts", import.meta.url));`),
    ).toEqual(["actors/pricing/worker.ts"]);
  });

  test("a package where it does not belong", () => {
    expect(broken("actors/runtime/activation/host.ts", `import type { Msg } from "@nats-io/nats-core";`)).toEqual([
      "npm:@nats-io/nats-core",
    ]);
    expect(broken("contracts/shared/ids.ts", `import { createHash } from "node:crypto"; createHash("sha1");`)).toEqual([
      "node:crypto",
    ]);
    expect(broken("actors/order/decider.ts", `import { LRUCache } from "lru-cache"; new LRUCache();`)).toEqual([
      "npm:lru-cache",
    ]);
  });

  test("the adapter, a domain and a neighbour", () => {
    expect(broken("actors/runtime/a.ts", `import "../nats/connection.ts";`)).toHaveLength(2);
    expect(broken("actors/runtime/a.ts", `import type { Order } from "#contracts/order/order.ts";`)).toEqual([
      "contracts/order/order.ts",
    ]);
    expect(broken("actors/order/a.ts", `import type { A } from "../account/aggregate.ts";`)).toEqual([
      "actors/account/aggregate.ts",
    ]);
  });

  test("geometry in a tariff", () =>
    expect(
      broken("actors/pricing/tariff/a.ts", `import { analyse } from "../geometry/analyser.ts"; analyse();`),
    ).toEqual(["actors/pricing/geometry/analyser.ts"]));

  test("test code in the product", () =>
    expect(
      broken("actors/nats/log/event-log.ts", `import { suite } from "../../testing/log-conformance.ts"; suite();`),
    ).toEqual(["actors/testing/log-conformance.ts"]));

  test("a route that reaches past the client or runs a projection", () => {
    expect(broken("gateway/shop/routes.ts", `import type { Send } from "#actors/runtime/activation/host.ts";`)).toEqual(
      ["actors/runtime/activation/host.ts"],
    );
    expect(broken("gateway/crm/routes.ts", `import { crm } from "#db/crm/projection.ts"; crm();`)).toEqual([
      "db/crm/projection.ts",
    ]);
  });

  test("development in the gateway, but for the models its page draws", () => {
    expect(broken("gateway/shop/routes.ts", `import { ring } from "#dev/models/ring.ts"; ring();`)).toEqual([
      "dev/models/ring.ts",
    ]);
    expect(broken("gateway/web/demo/wish.ts", `import { ring } from "#dev/models/ring.ts"; ring();`)).toEqual([]);
    expect(broken("gateway/web/page.ts", `import { root } from "#dev/root.ts"; root;`)).toEqual(["dev/root.ts"]);
  });

  test("and lets through what is allowed", () => {
    expect(broken("gateway/crm/routes.ts", `import { orders } from "#db/crm/queries.ts"; orders();`)).toEqual([]);
    expect(
      broken("gateway/node/main.ts", `import { natsEventLog } from "#actors/nats/log/event-log.ts"; natsEventLog();`),
    ).toEqual([]);
    expect(broken("actors/order/decider.test.ts", `import fc from "fast-check"; fc.assert();`)).toEqual([]);
  });
});
