import { describe, expect, test } from "bun:test";
import { jobIn } from "#contracts/workshop/workshop.ts";
import { deciderSpecification } from "../testing/decider-specification.ts";
import * as a from "./builders.ts";
import { workshopDecider } from "./decider.ts";

const given = deciderSpecification(workshopDecider);
const { anna, ben } = a;
const later = { at: "2026-11-22T09:00:00.000Z", by: "sys_timers" };

describe("taking an order", () => {
  test("is for one operator, with a lease", () =>
    given(a.onShift(anna), a.queued(1))
      .when(a.take(1))
      .thenEvents({ type: "JobTaken", operator: anna, until: a.until }));
  test("that a colleague has is refused", () =>
    given(a.onShift(anna), a.onShift(ben), a.taken(1, ben)).when(a.take(1)).thenRefused("workshop/taken"));
  test("again is nothing new", () => given(a.onShift(anna), a.taken(1)).when(a.take(1)).thenEvents());
  test("works before the queue has heard of it", () =>
    given(a.onShift(anna)).when(a.take(1)).thenEvents({ type: "JobEnqueued", round: 6 }, { type: "JobTaken" }));
  test("that came back at a later version ends a claim of before", () =>
    given(a.onShift(anna), a.onShift(ben), a.started(1, ben))
      .when(a.take(1, anna, { round: 8 }))
      .thenEvents({ type: "JobEnqueued", round: 8 }, { type: "JobTaken", operator: anna }));
  test("lets in who is new, and puts them on shift", () =>
    given(a.queued(1))
      .when(a.take(1))
      .thenEvents(
        { type: "OperatorRegistered", operator: anna },
        { type: "ShiftChanged", shift: "on" },
        { type: "JobTaken" },
      ));
  test("needs the skill", () =>
    given(a.onShift(anna, { skills: ["gold-750"] }), a.queued(1, { skill: "silver-925" }))
      .when(a.take(1))
      .thenRefused("workshop/skill-missing"));
  test("stops at the cap on open jobs", () =>
    given(a.onShift(anna, { cap: 1 }), a.started(1), a.queued(2))
      .when(a.take(2))
      .thenRefused("workshop/at-cap"));
  test("counts neither what is finished nor what is on hold against the cap", () => {
    given(a.onShift(anna, { cap: 1 }), a.finished(1), a.queued(2))
      .when(a.take(2))
      .thenEvents({ type: "JobTaken" });
    const held = { type: "JobHeld", v: 1, at: a.at, orderId: a.order(1) } as const;
    given(a.onShift(anna, { cap: 1 }), a.started(1), held, a.queued(2))
      .when(a.take(2))
      .thenEvents({ type: "JobTaken" });
  });
  test("that is on hold is refused", () =>
    given(a.onShift(anna), a.queued(1), { type: "JobHeld", v: 1, at: a.at, orderId: a.order(1) })
      .when(a.take(1))
      .thenRefused("order/on-hold"));
});

describe("a lease that is over", () => {
  test("before the order was started: it waits again", () =>
    given(a.onShift(anna), a.taken(1))
      .when({ type: "ExpireLeases" }, later)
      .thenEvents({ type: "JobWithdrawn", why: "expired" }));
  test("with work begun: the order is asked to come back", () =>
    given(a.onShift(anna), a.started(1))
      .when({ type: "ExpireLeases" }, { ...later, at: a.workUntil })
      .thenEvents({ type: "LeaseExpired", operator: anna }));
  test("is not over yet", () =>
    given(a.onShift(anna), a.started(1)).when({ type: "ExpireLeases" }, later).thenEvents());
});

describe("compensation", () => {
  const withdraw = (why: "refused" | "held" | "gone") =>
    ({ type: "WithdrawJob", orderId: a.order(1), operator: anna, why }) as const;
  test("of a cancelled order takes it out", () => {
    given(a.queued(1))
      .when({ type: "DropJob", orderId: a.order(1) })
      .thenEvents({ type: "JobDropped" });
    given(a.onShift(anna), a.taken(1)).when(withdraw("gone")).thenEvents({ type: "JobDropped" });
  });
  test("of a held one keeps it back from everybody", () => {
    const spec = given(a.onShift(anna), a.taken(1)).when(withdraw("held"));
    spec.thenEvents({ type: "JobWithdrawn", why: "held" });
  });
  test("does nothing to a claim the order has accepted since", () =>
    given(a.onShift(anna), a.started(1)).when(withdraw("gone")).thenEvents());
  test("does nothing to a colleague's claim", () =>
    given(a.onShift(anna), a.taken(1, ben)).when(withdraw("gone")).thenEvents());
});

describe("handing over", () => {
  const handOver = { type: "HandOverJob", orderId: a.order(1), from: anna, to: ben } as const;
  test("moves the job and the load", () => {
    const spec = given(a.onShift(anna), a.onShift(ben), a.started(1)).when(handOver);
    spec.thenEvents({ type: "JobHandedOver", from: anna, to: ben });
  });
  test("to somebody who is not there is refused", () =>
    given(a.onShift(anna), a.registered(ben), a.started(1)).when(handOver).thenRefused("workshop/not-on-shift"));
  test("of what one does not have is refused", () =>
    given(a.onShift(anna), a.onShift(ben), a.queued(1)).when(handOver).thenRefused("workshop/not-theirs"));
});

describe("pay", () => {
  const finish = { type: "FinishJob", orderId: a.order(1), operator: anna } as const;
  const pay = { amount: 7_50, currency: "EUR" } as const;
  test("is due when a job is finished", () =>
    given(a.paying, a.onShift(anna), a.started(1)).when(finish).thenEvents({ type: "JobFinished", pay }));
  test("is taken back when finishing is undone, and not for a rework", () => {
    const reopen = { type: "ReopenJob", orderId: a.order(1), operator: anna, round: 9 } as const;
    given(a.paying, a.onShift(anna), a.finished(1))
      .when({ ...reopen, why: "undone" })
      .thenEvents({ type: "JobReopened", reversed: pay });
    const rework = given(a.paying, a.onShift(anna), a.finished(1)).when({ ...reopen, why: "rework" });
    expect(rework.decision).toMatchObject([{ type: "JobReopened" }]);
    expect(rework.decision).not.toHaveProperty("0.reversed");
  });
  test("of what is scrapped is taken back as the order comes back to the queue", () =>
    given(a.paying, a.onShift(anna), a.finished(1))
      .when(a.enqueue(1, { round: 9, priority: 1 }))
      .thenEvents({ type: "JobScrapped", reversed: pay }, { type: "JobEnqueued", priority: 1 }));
  test("is corrected by an entry, with its author", () =>
    given(a.onShift(anna))
      .when({ type: "CorrectLedger", operator: anna, amount: -2_00, currency: "EUR", reason: "counted twice" })
      .thenEvents({ type: "LedgerCorrected", by: "sys_test", pay: { amount: -2_00, currency: "EUR" } }));
});

describe("an order's own word wins", () => {
  test("who started it has it, whoever was to", () => {
    const confirm = { type: "ConfirmJob", orderId: a.order(1), operator: anna, round: 7 } as const;
    const spec = given(a.onShift(anna), a.onShift(ben), a.taken(1, ben));
    spec.when(confirm).thenEvents({ type: "JobConfirmed", operator: anna });
    const after = given(a.onShift(anna), a.onShift(ben), a.taken(1, ben), spec.when(confirm).decision as never).state;
    expect([after.operators[anna]?.open, after.operators[ben]?.open]).toEqual([1, 0]);
    expect(jobIn(after, a.order(1))?.claim).toMatchObject({ operator: anna, confirmed: true });
  });
  test("unless it is older than what is known", () =>
    given(a.onShift(anna), a.queued(1, { round: 9 }))
      .when({ type: "ConfirmJob", orderId: a.order(1), operator: anna, round: 7 })
      .thenEvents());
});
