import { expect, test } from "bun:test";
import fc from "fast-check";
import type { CommandMessage } from "#contracts/command/message.ts";
import { eventsOf } from "#contracts/log/commit.ts";
import { evolveAllBooks, noBooks, type PriceBooks } from "#contracts/price-book/books.ts";
import { PriceBookCommand } from "#contracts/price-book/commands.ts";
import { PriceBookEvent } from "#contracts/price-book/events.ts";
import { bookAt, bookOf } from "#contracts/price-book/in-force.ts";
import { emptyFold, replay } from "../runtime/activation/fold.ts";
import { takeTurn } from "../runtime/activation/turn.ts";
import { priceBookAggregate } from "./aggregate.ts";
import * as a from "./builders.ts";

/** A command, who gives it, and how many days after the one before. */
interface Step {
  readonly command: PriceBookCommand;
  readonly by: string;
  readonly days: number;
}
const dayMs = 24 * 60 * 60 * 1_000;
const start = Date.parse(a.today);
const dayOf = (n: number): string => new Date(start + n * dayMs).toISOString();

const drafts = ["a", "b"].map((letter) => letter.repeat(16));
const { commands } = a;
const anyCommand: fc.Arbitrary<PriceBookCommand> = fc.oneof(
  fc.constant(commands.PublishPriceBook),
  fc.record({ draft: fc.constantFrom(...drafts), day: fc.nat(60) }).map(({ draft, day }) => ({
    ...{ type: "DraftPriceBook" as const, draft, book: a.bookDraft({ effectiveFrom: dayOf(day) }) },
  })),
  fc.record({ draft: fc.constantFrom(...drafts), revision: fc.integer({ min: 1, max: 2 }) }).map((seen) => ({
    ...{ type: "ApprovePriceBook" as const, ...seen },
  })),
  fc.constantFrom(...drafts).map((draft) => ({ ...commands.RevisePriceBookDraft, draft })),
  fc.constantFrom(...drafts).map((draft) => ({ ...commands.DiscardPriceBookDraft, draft })),
  fc.integer({ min: 1, max: 4 }).map((version) => ({ ...commands.WithdrawPriceBook, version })),
  fc.integer({ min: 90, max: 110 }).map((euros) => ({
    ...{ ...commands.PublishMetalFix, fineMinorPerKilogram: { gold: euros * 1_000_00 } },
  })),
);
const step: fc.Arbitrary<Step> = fc.record({
  command: anyCommand,
  by: fc.constantFrom(a.author, a.approver),
  days: fc.integer({ min: 0, max: 5 }),
});
/** Somebody drafts and somebody else approves, so that histories get far. */
const publication: fc.Arbitrary<Step[]> = fc
  .record({ draft: fc.constantFrom(...drafts), day: fc.nat(40), days: fc.nat(5) })
  .map(({ draft, day, days }) => [
    {
      command: { type: "DraftPriceBook", draft, book: a.bookDraft({ effectiveFrom: dayOf(day) }) },
      by: a.author,
      days,
    },
    { command: { type: "ApprovePriceBook", draft, revision: 1 }, by: a.approver, days: 0 },
  ]);
const history = fc
  .array(
    fc.oneof(
      step.map((one) => [one]),
      publication,
    ),
    { minLength: 3, maxLength: 12 },
  )
  .map((steps) => [{ command: commands.PublishPriceBook, by: a.author, days: 0 }, ...steps.flat()]);

/** Lives a history through the runtime's own turn; gives the fold, every event, and the day it ends. */
function live(steps: readonly Step[]) {
  let fold = emptyFold(priceBookAggregate);
  let day = 0;
  const events = steps.flatMap(({ command, by, days }, i) => {
    day += days;
    const { commit } = takeTurn(priceBookAggregate, fold, [message(command, by, `c${i}`, dayOf(day))]);
    if (!commit) return [];
    fold = replay(priceBookAggregate, fold, [{ aggregate: "pbk_main", stream: 0, seq: fold.head + 1, commit }]);
    return eventsOf(commit);
  });
  return { fold, events: events.map((event) => PriceBookEvent.parse(event)), day };
}

const message = (command: PriceBookCommand, by: string, id: string, at: string): CommandMessage => ({
  ...{ kind: "command", aggregate: "pbk_main", command, id, fingerprint: id, by, at, deadline: 0 },
});

test("a retry adds nothing", () =>
  fc.assert(
    fc.property(history, step, (past, { command, by }) => {
      const { fold: before, day } = live(past);
      const again = message(command, by, "again", dayOf(day));
      const { commit } = takeTurn(priceBookAggregate, before, [again]);
      if (!commit) return;
      const stored = { aggregate: "pbk_main", stream: 0, seq: before.head + 1, commit };
      const after = replay(priceBookAggregate, before, [stored]);
      expect(takeTurn(priceBookAggregate, after, [again]).commit).toBeUndefined();
    }),
  ));

test("every event and command survives the wire", () =>
  fc.assert(
    fc.property(history, (past) => {
      const wired = (value: unknown) => JSON.parse(JSON.stringify(value));
      for (const { command } of past) expect(PriceBookCommand.parse(wired(command))).toEqual(command);
      for (const event of live(past).events) expect(PriceBookEvent.parse(wired(event))).toEqual(event);
    }),
  ));

test("prices are made from the same book by the small state and by the whole log, now and later", () => {
  let seen = 0;
  fc.assert(
    fc.property(history, fc.nat(60), (past, later) => {
      const { fold, events, day } = live(past);
      const all = events.reduce<PriceBooks>(evolveAllBooks, noBooks);
      const at = dayOf(day + later);
      const book = bookAt(fold.state as PriceBooks, at);
      expect(book).toEqual(bookAt(all, at));
      // By the numbers a price carries it is found again.
      expect(book && bookOf(all, book.version, book.metalFix)).toEqual(book);
      if (book && book.version > 1) seen += 1;
    }),
  );
  expect(seen).toBeGreaterThan(10);
});

test("no book is in force that its author approved, or that is withdrawn, or whose day has not come", () =>
  fc.assert(
    fc.property(history, (past) => {
      const { events, day } = live(past);
      const all = events.reduce<PriceBooks>(evolveAllBooks, noBooks);
      const inForce = all.published.find(({ book }) => book.version === bookAt(all, dayOf(day))?.version);
      expect(inForce?.withdrawn).toBeUndefined();
      expect(Date.parse(inForce?.since ?? "")).toBeLessThanOrEqual(Date.parse(dayOf(day)));
      for (const { authors, approvedBy } of all.published) expect(authors).not.toContain(approvedBy);
    }),
  ));
