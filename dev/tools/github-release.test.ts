import { expect, test } from "bun:test";
import { publishedSum } from "./github-release.ts";

const sum = "0123456789abcdef".repeat(4);
const sums = `${"f".repeat(64)}  nats-server-v2-linux-arm64.tar.gz\n${sum}  nats-server-v2-linux-amd64.tar.gz\n`;

test("the sum of the file that is wanted", () => {
  expect(publishedSum(sums, "nats-server-v2-linux-amd64.tar.gz")).toBe(sum);
});

test("a file without a published sum is refused", () => {
  expect(() => publishedSum(sums, "nats-server-v2-darwin-amd64.tar.gz")).toThrow("publishes no SHA-256");
  expect(() => publishedSum("<html>not found</html>", "nats-server-v2-linux-amd64.tar.gz")).toThrow("no SHA-256");
});
