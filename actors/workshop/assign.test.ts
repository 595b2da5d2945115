import { describe, expect, test } from "bun:test";
import { commitBytesMax } from "#contracts/log/commit.ts";
import { values } from "#contracts/workshop/buckets.ts";
import { chosenAmong } from "#contracts/workshop/choice.ts";
import type { WorkshopCommand } from "#contracts/workshop/commands.ts";
import type { WorkshopEvent } from "#contracts/workshop/events.ts";
import { emptyWorkshop, type Workshop } from "#contracts/workshop/workshop.ts";
import { decide } from "../runtime/decider.ts";
import { deciderSpecification } from "../testing/decider-specification.ts";
import { assignmentsMax } from "./assign.ts";
import * as a from "./builders.ts";
import { workshopDecider } from "./decider.ts";

const given = deciderSpecification(workshopDecider);
const { anna, ben } = a;

type Assigned = Extract<WorkshopEvent, { type: "JobAssigned" }>;
const isAssigned = (event: WorkshopEvent): event is Assigned => event.type === "JobAssigned";

/** A workshop at work: gives commands one after the other and keeps all that happens. */
class Shop {
  state: Workshop = emptyWorkshop;
  readonly assigned: Assigned[] = [];
  largest = 0;

  tell(...events: readonly WorkshopEvent[]): this {
    this.state = events.reduce(workshopDecider.evolve, this.state);
    return this;
  }
  give(command: WorkshopCommand): readonly WorkshopEvent[] {
    const events = decide(workshopDecider, this.state, command, { at: a.at, by: "sys_test" });
    if ("rejected" in events) throw new Error(events.rejected);
    this.largest = Math.max(this.largest, JSON.stringify(events).length);
    this.assigned.push(...events.filter(isAssigned));
    this.tell(...events);
    return events;
  }
}

describe("automatic assignment", () => {
  test("gives a job to whoever has the skill", () =>
    given(a.automatic, a.onShift(anna, { skills: ["gold-750"] }), a.onShift(ben, { skills: ["silver-925"] }))
      .when(a.enqueue(1, { skill: "silver-925" }))
      .thenEvents({ type: "JobEnqueued" }, { type: "JobAssigned", operator: ben, automatic: true }));
  test("then to the one with less in hand", () =>
    given(a.automatic, a.onShift(anna), a.onShift(ben), a.started(9, anna))
      .when(a.enqueue(1))
      .thenEvents({ type: "JobEnqueued" }, { type: "JobAssigned", operator: ben }));
  test("then to the one who had fewer this shift", () =>
    given(a.automatic, a.onShift(anna), a.onShift(ben), a.finished(9, anna))
      .when(a.enqueue(1))
      .thenEvents({ type: "JobEnqueued" }, { type: "JobAssigned", operator: ben }));
  test("waits while nobody is on shift, and begins when somebody comes", () => {
    given(a.automatic, a.registered(anna)).when(a.enqueue(1)).thenEvents({ type: "JobEnqueued" });
    given(a.automatic, a.registered(anna), a.queued(1))
      .when({ type: "ChangeShift", operator: anna, shift: "on" })
      .thenEvents({ type: "ShiftChanged" }, { type: "JobAssigned", operator: anna });
  });
  test("starts with the most urgent job", () =>
    given(
      a.automatic,
      a.registered(anna, { cap: 1 }),
      a.queued(1, { promiseBy: "2026-12-02T00:00:00.000Z" }),
      a.queued(2, { promiseBy: "2026-12-01T00:00:00.000Z" }),
    )
      .when({ type: "ChangeShift", operator: anna, shift: "on" })
      .thenEvents({ type: "ShiftChanged" }, { type: "JobAssigned", orderId: a.order(2) }));
  test("gives the next one when a job is finished", () =>
    given(a.automatic, a.onShift(anna, { cap: 1 }), a.started(1), a.queued(2))
      .when({ type: "FinishJob", orderId: a.order(1), operator: anna })
      .thenEvents({ type: "JobFinished" }, { type: "JobAssigned", orderId: a.order(2) }));
  test("can be switched off, and a person assigns", () => {
    given(a.onShift(anna), a.queued(1)).when(a.enqueue(2)).thenEvents({ type: "JobEnqueued" });
    given(a.onShift(anna), a.queued(1))
      .when({ type: "AssignJob", orderId: a.order(1), operator: anna })
      .thenEvents({ type: "JobAssigned", automatic: false });
  });
});

describe("a thousand orders and twenty operators", () => {
  const skills = ["silver-925", "gold-750"];
  const operators = Array.from({ length: 20 }, (_, n) => a.operator(n + 1));
  const shop = new Shop().tell(
    ...operators.flatMap((who, n) => a.onShift(who, { skills: [skills[n % 2] ?? ""], cap: 1_000 })),
    ...Array.from({ length: 1_000 }, (_, n) => a.queued(n, { skill: skills[n % 2] ?? "" })),
  );
  while (shop.give({ type: "AssignJobs" }).some((event) => isAssigned(event) && event.more));

  test("each is assigned once", () => {
    expect(shop.assigned).toHaveLength(1_000);
    expect(new Set(shop.assigned.map(({ orderId }) => orderId)).size).toBe(1_000);
    expect(values(shop.state.jobs).every(({ claim }) => claim !== undefined)).toBe(true);
  });
  test("the load within a skill differs by one at most", () => {
    for (const skill of skills) {
      const loads = Object.values(shop.state.operators)
        .filter((operator) => operator.skills.includes(skill))
        .map(({ open }) => open);
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
    }
  });
  test("each choice can be made again from what was stored with it", () => {
    for (const { operator, candidates } of shop.assigned) {
      expect(chosenAmong(candidates.toReversed())?.operator).toBe(operator);
    }
  });
  test("a turn of sixty-four commands that assign stays below the size of a commit", () => {
    expect(shop.largest).toBeLessThan(commitBytesMax);
    expect((shop.largest / assignmentsMax) * 64).toBeLessThan(commitBytesMax);
  });
});
