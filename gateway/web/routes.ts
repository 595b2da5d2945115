import { Elysia } from "elysia";
import type { GatewayDeps } from "../deps.ts";
import { ProblemError } from "../problem.ts";
import { assets } from "./assets.ts";
import { boardPage } from "./board/page.ts";
import { landingPage } from "./landing/landing.ts";
import { servePage } from "./page.ts";
import { DemoOperators, DemoSignIns } from "./sign-ins.ts";

/** Its name changes with its content. */
const forEver = {
  "cache-control": "public, max-age=31536000, immutable",
  "x-content-type-options": "nosniff",
  vary: "accept-encoding",
};

async function asset(path: string, accepted = ""): Promise<Response> {
  const found = (await assets()).find(path);
  if (!found) throw new ProblemError("request/not-found");
  const headers = { ...forEver, "content-type": found.type };
  if (!/\bgzip\b/.test(accepted)) return new Response(found.body, { headers });
  return new Response(found.gzipped, { headers: { ...headers, "content-encoding": "gzip" } });
}

/** The landing page, the operators' board, and what they load. Pages are not part of the API, so they hide from its description. */
function pages(isDemo: boolean) {
  const landing = servePage(() => landingPage(isDemo));
  const board = servePage(() => boardPage);
  return new Elysia()
    .get("/", ({ set }) => landing(set), { detail: { hide: true } })
    .get("/mes", ({ set }) => board(set), { detail: { hide: true } })
    .get("/web/:file", ({ path, headers }) => asset(path, headers["accept-encoding"]), { detail: { hide: true } });
}

/** Pages, and for a demonstration the sign-ins its page plays everybody's part with. */
export function webRoutes({ demo }: Pick<GatewayDeps, "demo">) {
  const app = pages(demo !== undefined);
  if (!demo) return app;
  const tags = ["Demonstration"];
  return app
    .onAfterHandle(({ path, set }) => {
      if (path.startsWith("/demo/")) set.headers["cache-control"] = "no-store";
    })
    .get("/demo/sign-ins", () => demo.signIns(), {
      response: { 200: DemoSignIns },
      detail: { summary: "Session tokens and keys to play every part with", tags },
    })
    .get("/demo/operators", () => demo.operators, {
      response: { 200: DemoOperators },
      detail: { summary: "Operators who may sign in on the board", tags },
    });
}
