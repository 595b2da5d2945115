import { expect, test } from "bun:test";
import { parseSignIns } from "./sign-ins.ts";
import { summary, table } from "./summary.ts";

test("sign-ins are found among other output", () => {
  const signIns = [{ who: "Seller", user: "s@bezel.example", secret: "pw" }];
  expect(parseSignIns(`migrated shop\n${JSON.stringify({ signIns })}\n`)).toEqual(signIns);
  expect(() => parseSignIns("migrated shop\n")).toThrow("did not print the sign-ins");
});

test("a table has columns of equal width", () => {
  expect(
    table([
      ["a", "bb", "c"],
      ["aaa", "b"],
    ]),
  ).toEqual(["  a     bb   c", "  aaa   b"]);
});

test("the summary shows addresses without passwords, further nodes and sign-ins", () => {
  const env = {
    NATS_URL: "nats://127.0.0.1:20001",
    SHOP_DATABASE_URL: "postgres://shop:hidden@127.0.0.1:20002/shop",
    S3_ENDPOINT: "http://127.0.0.1:20003",
  };
  const signIns = [{ who: "Customer", user: "c@bezel.example", secret: "open" }];
  const text = summary({ env, port: 8080, nodes: 2, signIns, tookS: 2.04, data: ".bezel/data" });
  expect(text).toContain("Bezel is ready after 2.0 s.");
  expect(text).toContain("http://127.0.0.1:8081/");
  expect(text).toContain("postgres://127.0.0.1:20002\n");
  expect(text).not.toContain("hidden");
  expect(text).toMatch(/Customer +c@bezel.example +open/);
});
