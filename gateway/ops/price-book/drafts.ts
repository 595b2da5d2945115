import { Elysia } from "elysia";
import { z } from "zod";
import {
  ApproveBody,
  BooksWritten,
  DraftAnswer,
  DraftBody,
  DraftsAnswer,
  DraftWritten,
  ReviseBody,
} from "#contracts/api/price-book.ts";
import { type Draft, draftOf } from "#contracts/price-book/books.ts";
import { DraftId } from "#contracts/price-book/parts.ts";
import { priceBooks } from "../../catalogue.ts";
import type { GatewayDeps } from "../../deps.ts";
import { idFor } from "../../ids.ts";
import { idempotencyKey } from "../../orders/conditions.ts";
import { only } from "../../plugins/auth.ts";
import { ProblemError } from "../../problem.ts";
import { changes } from "./changes.ts";

const tags = ["Administration"];
const ofDraft = z.object({ draftId: DraftId });

const summary = (draft: string, { revision, authors, at, book: { effectiveFrom } }: Draft) => ({
  ...{ draft, revision, authors: [...authors], at, effectiveFrom },
});

/** Drafts of the next price book: written by one, approved by another. */
export const draftRoutes = (deps: GatewayDeps) => {
  const change = changes(deps);
  return new Elysia({ prefix: "/ops/v1/price-book/drafts" })
    .use(only(deps.authenticate))
    .get(
      "",
      async () => {
        const { drafts } = await priceBooks(deps);
        return { items: Object.entries(drafts).map(([draft, of]) => summary(draft, of)) };
      },
      { response: { 200: DraftsAnswer }, detail: { summary: "Open drafts of the price book", tags } },
    )
    .post(
      "",
      async ({ body: book, headers, principal }) => {
        const draft = idFor("draft", principal.id, idempotencyKey(headers));
        return { ...(await change({ type: "DraftPriceBook", draft, book }, { principal, headers })), draft };
      },
      {
        body: DraftBody,
        response: { 200: DraftWritten },
        detail: { summary: "Draft a price book; it gets its version when it is approved", tags },
      },
    )
    .get(
      "/:draftId",
      async ({ params: { draftId } }) => {
        const draft = draftOf(await priceBooks(deps), draftId);
        if (!draft) throw new ProblemError("price-book/draft-not-found");
        return { ...summary(draftId, draft), book: draft.book };
      },
      { params: ofDraft, response: { 200: DraftAnswer }, detail: { summary: "One of them, as a whole", tags } },
    )
    .post(
      "/:draftId",
      async ({ params: { draftId: draft }, body, headers, principal }) => ({
        ...(await change({ type: "RevisePriceBookDraft", draft, ...body }, { principal, headers })),
        draft,
      }),
      {
        params: ofDraft,
        body: ReviseBody,
        response: { 200: DraftWritten },
        detail: { summary: "Put its next revision in its place", tags },
      },
    )
    .post(
      "/:draftId/approve",
      ({ params: { draftId: draft }, body: { revision }, headers, principal }) =>
        change({ type: "ApprovePriceBook", draft, revision }, { principal, headers }),
      {
        params: ofDraft,
        body: ApproveBody,
        response: { 200: BooksWritten },
        detail: { summary: "Approve what somebody else wrote; it takes effect on its day", tags },
      },
    )
    .delete(
      "/:draftId",
      ({ params: { draftId: draft }, headers, principal }) =>
        change({ type: "DiscardPriceBookDraft", draft }, { principal, headers }),
      { params: ofDraft, response: { 200: BooksWritten }, detail: { summary: "Discard a draft", tags } },
    );
};
