import { expect, test } from "bun:test";
import fc from "fast-check";
import { get, values } from "#contracts/workshop/buckets.ts";
import { chosenAmong } from "#contracts/workshop/choice.ts";
import { WorkshopCommand } from "#contracts/workshop/commands.ts";
import { WorkshopEvent } from "#contracts/workshop/events.ts";
import { emptyWorkshop, type Workshop } from "#contracts/workshop/workshop.ts";
import { decide, isRejection } from "../runtime/decider.ts";
import * as a from "./builders.ts";
import { workshopDecider } from "./decider.ts";

const given = { at: a.at, by: "sys_test" };
const orderId = fc.integer({ min: 1, max: 6 }).map(a.order);
const operator = fc.integer({ min: 1, max: 3 }).map(a.operator);
const round = fc.integer({ min: 1, max: 12 });
const skill = fc.constantFrom(undefined, "silver-925", "gold-750");
const of = <Type extends string, Shape extends object>(
  type: Type,
  shape: { [K in keyof Shape]: fc.Arbitrary<Shape[K]> },
) => fc.record(shape).map((fields) => ({ type, ...JSON.parse(JSON.stringify(fields)) }));
const priority = fc.constantFrom(0, 1);

/** Any command of a small workshop; those that move jobs are likely. */
const command: fc.Arbitrary<WorkshopCommand> = fc.oneof(
  of("ConfigureWorkshop", { automatic: fc.boolean(), pay: fc.constant({ amount: 7_50, currency: "EUR" }) }),
  of("ChangeOperator", { operator, cap: fc.integer({ min: 1, max: 3 }), skills: fc.constantFrom(["*"], ["gold-750"]) }),
  of("ChangeShift", { operator, shift: fc.constantFrom("on", "break", "off") }),
  of("EnqueueJob", { orderId, round, skill, priority }),
  of("TakeJob", { orderId, operator, round, skill, priority }),
  of("AssignJob", { orderId, operator }),
  of("ConfirmJob", { orderId, operator, round }),
  of("WithdrawJob", { orderId, operator, why: fc.constantFrom("refused", "held", "gone") }),
  of("HandOverJob", { orderId, from: operator, to: operator }),
  of("HoldJob", { orderId }),
  of("ResumeJob", { orderId }),
  of("FinishJob", { orderId, operator }),
  of("ReopenJob", { orderId, operator, round, why: fc.constantFrom("undone", "rework") }),
  of("MoveJob", { orderId, stage: fc.constantFrom("made", "packing") }),
  of("ShipJob", { orderId }),
  of("DropJob", { orderId }),
  fc.constant({ type: "AssignJobs" } as const),
  fc.constant({ type: "ExpireLeases" } as const),
);

/** Lives through the commands; calls `look` with each decision that was not refused. */
function live(
  commands: readonly WorkshopCommand[],
  look: (before: Workshop, events: readonly WorkshopEvent[]) => void,
) {
  let state = emptyWorkshop;
  for (const one of commands) {
    const decision = decide(workshopDecider, state, one, given);
    if (isRejection(decision)) continue;
    look(state, decision);
    state = decision.reduce(workshopDecider.evolve, state);
  }
  return state;
}

const busy: WorkshopCommand[] = [
  { type: "ConfigureWorkshop", automatic: true },
  ...[1, 2].map((n) => ({ type: "ChangeShift", operator: a.operator(n), shift: "on" }) as const),
];
const lives = fc
  .tuple(fc.boolean(), fc.array(command, { minLength: 5, maxLength: 40 }))
  .map(([isBusy, commands]) => (isBusy ? [...busy, ...commands] : commands));

test("whatever is asked, everybody's open jobs are those they have", () =>
  fc.assert(
    fc.property(lives, (commands) => {
      const state = live(commands, () => {});
      for (const { id, open } of Object.values(state.operators)) {
        const theirs = values(state.jobs).filter(({ claim, held }) => claim?.operator === id && !held);
        expect(open).toBe(theirs.length);
      }
    }),
  ));

test("nobody is given what somebody has, and each choice is the one its candidates say", () => {
  let assignments = 0;
  fc.assert(
    fc.property(lives, (commands) => {
      live(commands, (before, events) => {
        let state = before;
        for (const event of events) {
          if (event.type === "JobTaken" || event.type === "JobAssigned") {
            expect(get(state.jobs, event.orderId)?.claim).toBeUndefined();
          }
          if (event.type === "JobAssigned" && event.automatic) {
            assignments += 1;
            expect(chosenAmong(event.candidates)?.operator).toBe(event.operator);
          }
          state = workshopDecider.evolve(state, event);
        }
      });
    }),
  );
  expect(assignments).toBeGreaterThan(10);
});

test("every command and event survives the wire, and so does the state", () =>
  fc.assert(
    fc.property(lives, (commands) => {
      for (const one of commands) expect(WorkshopCommand.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
      const state = live(commands, (_, events) => {
        for (const event of events) {
          const stored = JSON.parse(JSON.stringify(event));
          expect(WorkshopEvent.parse(stored)).toEqual(stored);
        }
      });
      const restored = JSON.parse(JSON.stringify(state)) as Workshop;
      const next = { type: "AssignJobs" } as const;
      const [one, other] = [state, restored].map((from) => decide(workshopDecider, from, next, given));
      expect(JSON.stringify(other)).toBe(JSON.stringify(one));
    }),
  ));
