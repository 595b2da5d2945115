import { afterAll, expect, test } from "bun:test";
import { startNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";

const node = await startNode({ prefix: freshPrefix() });
afterAll(() => node.stop());

const operator = node.signIns.find(({ who }) => who === "Demo operator 1") ?? expect.unreachable();
const ask = (path: string, body: object, cookie = "") =>
  fetch(`${node.url}/auth/v1/session${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie },
    body: JSON.stringify(body),
  });

test("a session gives tokens until it is ended, whoever has kept its cookie", async () => {
  const begun = await ask("", { email: operator.user, password: operator.secret });
  const set = begun.headers.get("set-cookie") ?? "";
  expect(set).toMatch(/^bezel_session=[\w-]{43}; Path=\/auth\/v1\/session; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
  expect(begun.headers.get("cache-control")).toBe("no-store");
  const cookie = set.split(";")[0] ?? "";
  const renewed = await ask("/token", {}, cookie);
  const { name, token } = await renewed.json();
  expect(name).toBe("Demo operator 1");
  const queue = await fetch(`${node.url}/mes/v1/queue`, { headers: { authorization: `Bearer ${token}` } });
  expect(queue.status).toBe(200);
  expect((await ask("/end", {}, cookie)).headers.get("set-cookie")).toContain("Max-Age=0");
  expect((await ask("/token", {}, cookie)).status).toBe(204);
  expect((await ask("/token", {})).status).toBe(204);
});

test("guessing is stopped for a while, and says for how long", async () => {
  const guess = () => ask("", { email: "nobody@bezel.example", password: "guess" });
  const statuses: number[] = [];
  for (let i = 0; i < 10; i++) statuses.push((await guess()).status);
  expect(new Set(statuses)).toEqual(new Set([401]));
  const stopped = await guess();
  expect(stopped.status).toBe(429);
  expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(200);
});
