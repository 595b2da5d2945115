import { describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { conditionalGet } from "../plugins/conditional-get.ts";
import { errors } from "../plugins/errors.ts";
import { keptLog } from "../telemetry/fixture.ts";
import { html } from "./html.ts";
import { webRoutes } from "./routes.ts";
import type { Demonstration } from "./sign-ins.ts";

const signIns = { customer: "a", seller: "b", operator: "c", carrier: "d" };
const appOf = (demo: Demonstration | undefined) => {
  const app = new Elysia().use(errors(keptLog().log)).use(conditionalGet()).use(webRoutes({ demo }));
  return (path: string, headers: Record<string, string> = {}) =>
    app.handle(new Request(`http://localhost${path}`, { headers }));
};
const demonstration = appOf({ signIns: async () => signIns, operators: [] });
const production = appOf(undefined);

/** What a page loads. */
const loaded = (page: string): string[] =>
  [...page.matchAll(/<(?:link|script)\b[^>]*?\b(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? "");

describe("the landing page", () => {
  test("of a demonstration loads its script and style, which may be kept for ever", async () => {
    const paths = loaded(await (await demonstration("/")).text());
    expect(paths).toEqual([
      expect.stringMatching(/^\/web\/page-\w+\.css$/),
      expect.stringMatching(/^\/web\/demo-\w+\.js$/),
    ]);
    for (const path of paths) {
      const response = await demonstration(path);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toContain("immutable");
      expect(response.headers.get("content-type")).toMatch(path.endsWith("css") ? /^text\/css/ : /^text\/javascript/);
    }
  });

  test("of an installation for work has no script, and says how one signs in", async () => {
    const page = await (await production("/")).text();
    expect(page).not.toContain("<script");
    expect(page).toContain("/auth/v1/sign-in");
  });

  test("is sent again only when it has changed", async () => {
    const etag = (await demonstration("/")).headers.get("etag") ?? "";
    expect((await demonstration("/", { "if-none-match": etag })).status).toBe(304);
    expect((await production("/", { "if-none-match": etag })).status).toBe(200);
  });

  test("lets nothing load from elsewhere, and nobody frame it", async () => {
    const { headers } = await demonstration("/");
    const policy = headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("of the board loads little at first, less on thin lines, and what draws models later", async () => {
    const [, script = ""] = loaded(await (await production("/mes")).text());
    const whole = await (await production(script)).bytes();
    const gzipped = await (await production(script, { "accept-encoding": "gzip, br" })).bytes();
    expect(gzipped.length).toBeLessThan(40_000);
    expect(Bun.gunzipSync(gzipped)).toEqual(whole);
  });

  test("is small: what it loads stays under 64 kB", async () => {
    const sizes = await Promise.all(
      ["/", ...loaded(await (await demonstration("/")).text())].map(async (path) =>
        (await demonstration(path)).bytes(),
      ),
    );
    expect(sizes.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(64_000);
  });
});

describe("sign-ins of the demonstration", () => {
  test("are given by demonstrations, and kept by nobody", async () => {
    const response = await demonstration("/demo/sign-ins");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual(signIns);
  });

  test("are not there otherwise", async () => expect((await production("/demo/sign-ins")).status).toBe(404));
});

test("a file that was not built is not found", async () =>
  expect((await demonstration("/web/..%2f..%2fpackage.json")).status).toBe(404));

test("what is put into markup is escaped, once", () => {
  const name = `<b title='"&'>`;
  const inner = html`<i>${name}</i>`;
  expect(html`<p class="${name}">${inner}${[1, undefined, false]}</p>`.text).toBe(
    `<p class="&lt;b title=&#39;&quot;&amp;&#39;&gt;"><i>&lt;b title=&#39;&quot;&amp;&#39;&gt;</i>1</p>`,
  );
});
