import { describe, expect, test } from "bun:test";
import { deciderSpecification } from "../testing/decider-specification.ts";
import * as a from "./builders.ts";
import { priceBookDecider } from "./decider.ts";

const given = deciderSpecification(priceBookDecider);
const { commands } = a;

describe("the first book", () => {
  test("needs no approval", () =>
    given()
      .when(commands.PublishPriceBook)
      .thenEvents({ type: "PriceBookPublished", book: a.book(1) }));
  test("has version 1", () =>
    given()
      .when({ type: "PublishPriceBook", book: a.book(2) })
      .thenRefused("price-book/not-next"));
  test("is there once", () => given(a.first()).when(commands.PublishPriceBook).thenRefused("price-book/not-next"));
  test("is the only one of its kind", () =>
    given(a.first())
      .when({ type: "PublishPriceBook", book: a.book(2) })
      .thenRefused("price-book/needs-approval"));
});

describe("a draft", () => {
  test("remembers who wrote it", () =>
    given(a.first())
      .when(commands.DraftPriceBook, a.by(a.author))
      .thenEvents({ type: "PriceBookDrafted", revision: 1, by: a.author }));
  test("is revised under its id", () =>
    given(a.first(), a.drafted())
      .when(commands.RevisePriceBookDraft)
      .thenEvents({ type: "PriceBookDrafted", revision: 2 }));
  test("is revised by who read the last revision", () => {
    given(a.drafted(), a.drafted({ revision: 2 }))
      .when(commands.RevisePriceBookDraft)
      .thenRefused("price-book/draft-changed");
    given(a.first()).when(commands.RevisePriceBookDraft).thenRefused("price-book/draft-not-found");
  });
  test("is begun once", () => given(a.drafted()).when(commands.DraftPriceBook).thenRefused("price-book/draft-exists"));
  test("is discarded", () =>
    given(a.drafted()).when(commands.DiscardPriceBookDraft).thenEvents({ type: "PriceBookDraftDiscarded" }));
  test("is gone when it was discarded", () =>
    given(a.drafted(), { type: "PriceBookDraftDiscarded", v: 1, at: a.today, draft: a.draft, by: a.author })
      .when(commands.ApprovePriceBook)
      .thenRefused("price-book/draft-not-found"));
  test("is one of five at most", () => {
    const five = ["a", "b", "c", "d", "e"].map((letter) => a.drafted({ draft: letter.repeat(16) }));
    const { state } = given(five);
    expect(Object.keys(state?.drafts ?? {})).toHaveLength(5);
    given(five)
      .when({ ...commands.DraftPriceBook, draft: "ffffffffffffffff" })
      .thenRefused("price-book/too-many-drafts");
    given(five)
      .when({ ...commands.RevisePriceBookDraft, draft: "eeeeeeeeeeeeeeee" })
      .thenEvents({ revision: 2 });
  });
});

describe("approval", () => {
  const coming = a.drafted({ book: a.bookDraft({ effectiveFrom: a.nextWeek }) });
  const approve = (by: string) => given(a.first(), coming).when(commands.ApprovePriceBook, a.by(by, a.tomorrow));

  test("gives the next version, in effect on the day the draft names", () =>
    approve(a.approver).thenEvents({
      type: "PriceBookApproved",
      book: a.book(2, { effectiveFrom: a.nextWeek }),
      by: a.approver,
    }));
  test("is never in effect before it was given", () =>
    given(a.first(), a.drafted())
      .when(commands.ApprovePriceBook, a.by(a.approver, a.tomorrow))
      .thenEvents({ book: a.book(2, { effectiveFrom: a.tomorrow }) }));
  test("is not the author's to give", () => approve(a.author).thenRefused("price-book/own-draft"));
  test("nor of anybody who wrote a revision", () =>
    given(a.drafted(), a.drafted({ revision: 2, by: a.approver }), a.drafted({ revision: 3 }))
      .when({ ...commands.ApprovePriceBook, revision: 3 }, a.by(a.approver))
      .thenRefused("price-book/own-draft"));
  test("is of what was read", () =>
    given(a.drafted(), a.drafted({ revision: 2 }))
      .when(commands.ApprovePriceBook, a.by(a.approver))
      .thenRefused("price-book/draft-changed"));
  test("of what is not there is refused", () =>
    given(a.first()).when(commands.ApprovePriceBook).thenRefused("price-book/draft-not-found"));
  test("ends the draft", () =>
    given(a.first(), coming, a.approved(2, a.nextWeek))
      .when(commands.ApprovePriceBook, a.by(a.approver))
      .thenRefused("price-book/draft-not-found"));
});

describe("withdrawing", () => {
  const coming = [a.first(), a.approved(2, a.nextWeek)];
  const withdraw = (at: string, version = 2) =>
    given(coming).when({ ...commands.WithdrawPriceBook, version }, a.by(a.author, at));

  test("takes a book back before it takes effect", () =>
    withdraw(a.tomorrow).thenEvents({ type: "PriceBookWithdrawn", version: 2 }));
  test("comes too late on the day", () => withdraw(a.nextWeek).thenRefused("price-book/in-force"));
  test("does not undo what prices were made from", () => withdraw(a.tomorrow, 1).thenRefused("price-book/in-force"));
  test("needs a version that is there", () => withdraw(a.tomorrow, 3).thenRefused("price-book/version-not-found"));
  test("does nothing the second time", () =>
    given(coming, { type: "PriceBookWithdrawn", v: 1, at: a.today, version: 2, reason: "a good reason", by: a.author })
      .when(commands.WithdrawPriceBook, a.by(a.author, a.tomorrow))
      .thenEvents());
});

describe("a metal fix", () => {
  const fix = (gold: number, more: object = {}) =>
    ({ ...commands.PublishMetalFix, fineMinorPerKilogram: { gold }, ...more }) as const;

  test("needs no new book", () =>
    given(a.first()).when(commands.PublishMetalFix).thenEvents({ type: "MetalFixPublished", fix: 1 }));
  test("is counted", () =>
    given(a.first(), a.fixed(1, a.today, 101_000_00))
      .when(commands.PublishMetalFix)
      .thenEvents({ fix: 2 }));
  test("keeps the metals it does not name", () => {
    const silver = { ...a.book(1).materials["gold-18k"]!, metal: "silver", fineMinorPerKilogram: 1_000_00 };
    const both = a.approved(2, a.today, { materials: { ...a.book(1).materials, silver } });
    given(a.first(), both, a.fixed(1, a.today, 101_000_00))
      .when({ ...commands.PublishMetalFix, fineMinorPerKilogram: { silver: 1_100_00 } })
      .thenEvents({ fineMinorPerKilogram: { gold: 101_000_00, silver: 1_100_00 } });
  });
  test("more than a quarter off must be meant", () => {
    given(a.first()).when(fix(1_000_000_00)).thenRefused("price-book/metal-jumps");
    given(a.first()).when(fix(10_000_00)).thenRefused("price-book/metal-jumps");
    given(a.first())
      .when(fix(1_000_000_00, { confirmed: true }))
      .thenEvents({ fix: 1 });
    given(a.first(), a.fixed(1, a.today, 200_000_00))
      .when(fix(100_000_00))
      .thenRefused("price-book/metal-jumps");
  });
  test("is of a metal something is made of", () =>
    given(a.first())
      .when({ ...commands.PublishMetalFix, fineMinorPerKilogram: { unobtainium: 1_00 } })
      .thenRefused("price-book/no-such-metal"));
  test("is in the book's currency", () =>
    given(a.first())
      .when(fix(100_000_00, { currency: "USD" }))
      .thenRefused("price-book/other-currency"));
  test("needs a book", () => given().when(commands.PublishMetalFix).thenRefused("price-book/not-found"));
});
