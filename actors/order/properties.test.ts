import { expect, test } from "bun:test";
import fc from "fast-check";
import type { CommandMessage } from "#contracts/command/message.ts";
import { eventsOf } from "#contracts/log/commit.ts";
import { OrderCommand } from "#contracts/order/commands.ts";
import { OrderEvent } from "#contracts/order/events.ts";
import type { Order } from "#contracts/order/order.ts";
import { endsOrder, lifeOfAnOrder } from "#contracts/order/status.ts";
import { emptyFold, replay } from "../runtime/activation/fold.ts";
import { takeTurn } from "../runtime/activation/turn.ts";
import { orderAggregate } from "./aggregate.ts";
import { commands, operator, otherOperator } from "./builders.ts";

const at = "2026-11-22T08:00:00.000Z";
const message = (command: OrderCommand, id: string): CommandMessage => ({
  kind: "command",
  aggregate: "ord_2611aaaaaaaaaaaaaaaa",
  command,
  id,
  fingerprint: id,
  by: "sys_test",
  at,
  deadline: 0,
});

/** Any command, with the parameters that matter to the rules varied; the life's own order is likely, so that lives get far. */
const anyCommand: fc.Arbitrary<OrderCommand> = fc.oneof(
  fc.constantFrom(...Object.values(commands)),
  fc.constantFrom(operator, otherOperator).map((who) => ({ ...commands.CompleteManufacturing, operator: who })),
  fc.integer({ min: 1, max: 3 }).map((submission) => ({ ...commands.RecordPrice, submission })),
  fc.integer({ min: 0, max: 1_000_00 }).map((net) => ({ ...commands.OverridePrice, net })),
);
const life = Object.values(commands).filter(({ type }) => type !== "PlaceOrder" && !/Fail|Cancel|Reject/.test(type));
const history = fc
  .tuple(fc.nat(life.length), fc.array(anyCommand, { maxLength: 12 }))
  .map(([steps, more]) => [...life.slice(0, steps), ...more]);

/** Lives a history through the runtime's own turn; gives the fold and every commit. */
function live(steps: readonly OrderCommand[]) {
  let fold = emptyFold(orderAggregate);
  const commits = steps.flatMap((command, i) => {
    const { commit } = takeTurn(orderAggregate, fold, [message(command, `c${i}`)]);
    if (!commit) return [];
    const stored = { aggregate: "ord_x", stream: 0, seq: fold.head + 1, commit };
    fold = replay(orderAggregate, fold, [stored]);
    return [stored];
  });
  return { fold, commits };
}

test("a retry adds nothing and gets the first answer", () =>
  fc.assert(
    fc.property(history, anyCommand, (past, command) => {
      const before = live(past).fold;
      const first = takeTurn(orderAggregate, before, [message(command, "again")]);
      fc.pre(first.commit !== undefined);
      if (!first.commit) return;
      const stored = { aggregate: "ord_x", stream: 0, seq: before.head + 1, commit: first.commit };
      const after = replay(orderAggregate, before, [stored]);
      const second = takeTurn(orderAggregate, after, [message(command, "again")]);
      expect(second.commit).toBeUndefined();
      const { outcome, version } = second.answers[0] as { outcome: unknown; version: number };
      expect(second.answers[0]).toMatchObject({ kind: "accepted", replayed: true });
      expect({ outcome, version }).toEqual({
        outcome: (first.answers[0] as { outcome: unknown }).outcome,
        version: first.commit.version,
      });
    }),
  ));

test("every event and command survives the wire", () =>
  fc.assert(
    fc.property(history, (past) => {
      for (const command of past) expect(OrderCommand.parse(JSON.parse(JSON.stringify(command)))).toEqual(command);
      for (const { commit } of live(past).commits) {
        for (const event of commit.commands.flatMap(({ events }) => events)) {
          expect(OrderEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event as OrderEvent);
        }
      }
    }),
  ));

/** What was given back, scrapped, made good or undone goes back, within production. */
const backTo = (before: number): number[] =>
  [1, 2, 3].map((steps) => before - steps).filter((step) => step >= lifeOfAnOrder.indexOf("MANUFACTURING_APPROVED"));

test("whatever is asked, the statuses passed are steps of the ten and their exceptions", () =>
  fc.assert(
    fc.property(history, (past) => {
      const order = live(past).fold.state as Order | undefined;
      const passed = (order?.timeline ?? []).map(({ status }) => lifeOfAnOrder.indexOf(status as "CLOSED"));
      for (const [i, step] of passed.entries()) {
        const before = passed[i - 1];
        const isException = step === -1 || before === -1;
        const isRepeat = step <= lifeOfAnOrder.indexOf("SUBMITTED");
        if (before !== undefined && !isException && !isRepeat) expect([before + 1, ...backTo(before)]).toContain(step);
      }
    }),
  ));

test("a final order accepts nothing, and is final because an event ended it", () => {
  let finals = 0;
  fc.assert(
    fc.property(
      history,
      fc.constantFrom("CloseOrder", "CancelOrder", "RejectOrder"),
      anyCommand,
      (past, end, command) => {
        const { fold, commits } = live([...past, commands[end]]);
        const ended = commits.flatMap(({ commit }) => eventsOf(commit)).some(endsOrder);
        expect(orderAggregate.isFinal?.(fold.state as Order | undefined)).toBe(ended);
        if (!ended) return;
        finals += 1;
        const turn = takeTurn(orderAggregate, fold, [message(command, "late")]);
        expect(turn.commit).toBeUndefined();
        // A deadline that passes after the end is answered, and nothing happens.
        const told = new Set(["ExpirePrice", "RecordRisk", "ClearRisk", "EscalatePromise", "MissPromise"]);
        expect(turn.answers[0]?.kind).toBe(told.has(command.type) ? "accepted" : "refused");
      },
    ),
  );
  expect(finals).toBeGreaterThan(10);
});
