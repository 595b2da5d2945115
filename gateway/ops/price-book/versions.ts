import { Elysia } from "elysia";
import { z } from "zod";
import { BookAnswer, BookQuery, BooksWritten, VersionsAnswer, WithdrawBody } from "#contracts/api/price-book.ts";
import { bookOf } from "#contracts/price-book/in-force.ts";
import type { GatewayDeps } from "../../deps.ts";
import { only } from "../../plugins/auth.ts";
import { ProblemError } from "../../problem.ts";
import { allBooks, summaryOf } from "./all-books.ts";
import { changes } from "./changes.ts";

const tags = ["Administration"];
const ofVersion = z.object({ version: z.coerce.number().int().positive().max(1_000_000_000) });

/** Versions of the price book: all there ever were, each as prices were made from it. */
export const versionRoutes = (deps: GatewayDeps) =>
  new Elysia({ prefix: "/ops/v1/price-book/versions" })
    .use(only(deps.authenticate))
    .get(
      "",
      async () => {
        const books = await allBooks(deps.log);
        const at = new Date(deps.now()).toISOString();
        return { items: books.published.map((published) => summaryOf(books, published, at)).reverse() };
      },
      { response: { 200: VersionsAnswer }, detail: { summary: "All versions, latest first", tags } },
    )
    .get(
      "/:version",
      async ({ params: { version }, query: { fix } }) => {
        const book = bookOf(await allBooks(deps.log), version, fix);
        if (!book) throw new ProblemError("price-book/version-not-found");
        return book;
      },
      {
        params: ofVersion,
        query: BookQuery,
        response: { 200: BookAnswer },
        detail: { summary: "One version, at a fix of the metals: what a price that names both was made from", tags },
      },
    )
    .post(
      "/:version/withdraw",
      ({ params: { version }, body: { reason }, headers, principal }) =>
        changes(deps)({ type: "WithdrawPriceBook", version, reason }, { principal, headers }),
      {
        params: ofVersion,
        body: WithdrawBody,
        response: { 200: BooksWritten },
        detail: { summary: "Withdraw an approved version before it takes effect", tags },
      },
    );
