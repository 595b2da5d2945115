import { expect, test } from "bun:test";
import fc from "fast-check";
import type { CommandMessage } from "#contracts/command/message.ts";
import { eventsOf } from "#contracts/log/commit.ts";
import { QuoteCommand } from "#contracts/quote/commands.ts";
import { QuoteEvent } from "#contracts/quote/events.ts";
import type { Quote } from "#contracts/quote/quote.ts";
import { emptyFold, replay } from "../runtime/activation/fold.ts";
import { takeTurn } from "../runtime/activation/turn.ts";
import { quoteAggregate } from "./aggregate.ts";
import { acceptBy, at, commands, otherSeller, price, quoteId, seller } from "./builders.ts";

interface Step {
  readonly command: QuoteCommand;
  readonly by: string;
  readonly at: string;
}

const message = ({ command, ...given }: Step, id: string): CommandMessage => ({
  kind: "command",
  aggregate: quoteId,
  command,
  id,
  fingerprint: id,
  ...given,
  deadline: 0,
});

const submission = fc.integer({ min: 1, max: 3 });
const net = fc.integer({ min: 0, max: 200_00 });
/** Any command, with the parameters that matter to the rules varied. */
const anyCommand: fc.Arbitrary<QuoteCommand> = fc.oneof(
  fc.constantFrom(...Object.values(commands)),
  fc.tuple(submission, net).map(([n, amount]) => ({
    ...commands.RecordQuotePrice,
    submission: n,
    price: price(amount),
  })),
  net.map((amount) => ({ ...commands.OverrideQuote, net: amount })),
  submission.map((n) => ({ ...commands.ExpireQuote, submission: n })),
);
const anyStep: fc.Arbitrary<Step> = fc.record({
  command: anyCommand,
  by: fc.constantFrom(seller, otherSeller),
  at: fc.constantFrom(at, at, at, acceptBy),
});
const first: Step[] = [commands.RequestQuote, commands.RecordQuotePrice].map((command) => ({
  command,
  by: seller,
  at,
}));
const history = fc.array(anyStep, { maxLength: 12 }).map((more) => [...first, ...more]);

/** Lives a history through the runtime's own turn; gives the fold and every commit. */
function live(steps: readonly Step[]) {
  let fold = emptyFold(quoteAggregate);
  const commits = steps.flatMap((step, i) => {
    const { commit } = takeTurn(quoteAggregate, fold, [message(step, `c${i}`)]);
    if (!commit) return [];
    const stored = { aggregate: quoteId, stream: 0, seq: fold.head + 1, commit };
    fold = replay(quoteAggregate, fold, [stored]);
    return [stored];
  });
  return { quote: fold.state as Quote, fold, events: commits.flatMap(({ commit }) => eventsOf(commit)) };
}

test("a retry adds nothing and gets the first answer", () =>
  fc.assert(
    fc.property(history, anyStep, (past, step) => {
      const before = live(past).fold;
      const { commit, answers } = takeTurn(quoteAggregate, before, [message(step, "again")]);
      fc.pre(commit !== undefined);
      if (!commit) return;
      const after = replay(quoteAggregate, before, [{ aggregate: quoteId, stream: 0, seq: before.head + 1, commit }]);
      const second = takeTurn(quoteAggregate, after, [message(step, "again")]);
      expect(second.commit).toBeUndefined();
      const { outcome } = answers[0] as { outcome: unknown };
      expect(second.answers[0]).toMatchObject({ kind: "accepted", replayed: true, outcome });
    }),
  ));

test("every event and command survives the wire", () =>
  fc.assert(
    fc.property(history, (past) => {
      for (const { command } of past) expect(QuoteCommand.parse(JSON.parse(JSON.stringify(command)))).toEqual(command);
      for (const event of live(past).events) {
        expect(QuoteEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event as unknown as QuoteEvent);
      }
    }),
  ));

test("whatever is asked, an accepted quote has one order, at the price that stood", () => {
  let acceptances = 0;
  fc.assert(
    fc.property(history, (past) => {
      const { quote, events } = live([...past, { command: commands.AcceptQuote, by: seller, at }]);
      const orders = events.filter(({ type }) => type === "QuoteAccepted").length;
      const reopened = events.filter(({ type }) => type === "QuoteReopened").length;
      expect(orders - reopened).toBe(quote.status === "ACCEPTED" ? 1 : 0);
      if (quote.status !== "ACCEPTED") return;
      acceptances += 1;
      const last = QuoteEvent.parse(events.findLast(({ type }) => type === "QuoteAccepted"));
      expect(last).toMatchObject({
        total: quote.priced?.price.total,
        order: { quoted: { price: quote.priced?.price } },
      });
    }),
  );
  expect(acceptances).toBeGreaterThan(10);
});

test("no price beyond the limit holds without two sellers", () =>
  fc.assert(
    fc.property(history, (past) => {
      for (const event of live(past).events.filter(({ type }) => type === "QuoteOverridden")) {
        const {
          price: agreed,
          askedBy,
          approvedBy,
        } = QuoteEvent.parse(event) as Extract<QuoteEvent, { type: "QuoteOverridden" }>;
        const calculated = agreed.lines.reduce((sum, { code, amount }) => sum + (code === "override" ? 0 : amount), 0);
        if (Math.abs(agreed.net - calculated) * 1_000 <= 100 * calculated) continue;
        expect(approvedBy).toBeString();
        expect(approvedBy).not.toBe(askedBy);
      }
    }),
  ));
