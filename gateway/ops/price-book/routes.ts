import { Elysia } from "elysia";
import { BookAnswer, BooksWritten, FirstBookBody, FixBody, FixesAnswer } from "#contracts/api/price-book.ts";
import { priceBook } from "../../catalogue.ts";
import type { GatewayDeps } from "../../deps.ts";
import { only } from "../../plugins/auth.ts";
import { allBooks } from "./all-books.ts";
import { changes } from "./changes.ts";
import { draftRoutes } from "./drafts.ts";
import { versionRoutes } from "./versions.ts";

const tags = ["Administration"];

/** The price book: the one in force, drafts and their approval, versions, fixes of the metals. */
export const priceBookRoutes = (deps: GatewayDeps) => {
  const change = changes(deps);
  return new Elysia()
    .use(draftRoutes(deps))
    .use(versionRoutes(deps))
    .group("/ops/v1/price-book", (app) =>
      app
        .use(only(deps.authenticate))
        .get("", () => priceBook(deps), {
          response: { 200: BookAnswer },
          detail: { summary: "The price book in force, its metals at the fix of the moment", tags },
        })
        .post(
          "",
          ({ body: book, headers, principal }) => change({ type: "PublishPriceBook", book }, { principal, headers }),
          {
            body: FirstBookBody,
            response: { 200: BooksWritten },
            detail: { summary: "Publish the first price book; later ones are drafted and approved", tags },
          },
        )
        .get("/fixes", async () => ({ items: [...(await allBooks(deps.log)).fixes].reverse() }), {
          response: { 200: FixesAnswer },
          detail: { summary: "Fixes of the metals, latest first", tags },
        })
        .post(
          "/fixes",
          ({ body, headers, principal }) => change({ type: "PublishMetalFix", ...body }, { principal, headers }),
          {
            body: FixBody,
            response: { 200: BooksWritten },
            detail: { summary: "Fix metals at today's prices, in force at once", tags },
          },
        ),
    );
};
