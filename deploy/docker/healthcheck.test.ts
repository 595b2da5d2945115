import { expect, test } from "bun:test";
import { join } from "node:path";

const check = async (port: number): Promise<number> => {
  const script = join(import.meta.dirname, "healthcheck.ts");
  return Bun.spawn([process.execPath, script], { env: { BEZEL_PORT: String(port) }, stderr: "ignore" }).exited;
};

test("a container is healthy while its node says it is ready", async () => {
  let ready = true;
  const node = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    routes: { "/readyz": () => new Response(null, { status: ready ? 200 : 503 }) },
  });
  const port = node.port ?? 0;
  expect(await check(port)).toBe(0);
  ready = false;
  expect(await check(port)).not.toBe(0);
  await node.stop(true);
  expect(await check(port)).not.toBe(0);
});
