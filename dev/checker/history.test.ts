import { describe, expect, test } from "bun:test";
import { type LoggedCommit, type Operation, type Rule, violations, type Write } from "./history.ts";

const legal = { "": ["INITIATED"], INITIATED: ["SUBMITTED"], SUBMITTED: ["PRICE_CALCULATED"] };

const commit = (order: string, version: number, ...commands: [id: string, ...reached: string[]][]): LoggedCommit => ({
  order,
  version,
  commands: commands.map(([id, ...reached]) => ({ id, reached })),
});
const ok = (order: string, id: string, version: number, calledMs: number, returnedMs: number): Write => ({
  kind: "write",
  order,
  id,
  outcome: "ok",
  version,
  calledMs,
  returnedMs,
});
const read = (order: string, version: number, calledMs: number, returnedMs: number): Operation => ({
  kind: "read",
  order,
  version,
  calledMs,
  returnedMs,
});
const unknown = (order: string, id: string): Write => ({
  kind: "write",
  order,
  id,
  outcome: "unknown",
  calledMs: 0,
  returnedMs: Number.POSITIVE_INFINITY,
});
const refused = (write: Write): Write => ({ ...write, outcome: "refused", version: undefined });

/** Two orders; on the first, two commands share a commit, one was refused, and one was never answered. */
const log = [
  commit("a", 1, ["a1", "INITIATED", "SUBMITTED"]),
  commit("b", 1, ["b1", "INITIATED"]),
  commit("a", 2, ["a2", "PRICE_CALCULATED"], ["a3"]),
  commit("b", 2, ["b2", "SUBMITTED"]),
  commit("a", 3, ["a5"]),
];
const operations = [
  ok("a", "a1", 1, 0, 10),
  read("a", 1, 11, 12),
  unknown("a", "a2"),
  ok("a", "a3", 2, 20, 30),
  refused(ok("a", "a4", 0, 20, 31)),
  ok("a", "a5", 3, 40, 50),
  read("a", 3, 45, 55),
  ok("b", "b1", 1, 0, 10),
  ok("b", "b2", 2, 11, 20),
  unknown("b", "b3"),
];

const rulesBroken = (brokenLog: readonly LoggedCommit[], told: readonly Operation[]) =>
  new Set(violations(brokenLog, told, legal).map(({ rule }) => rule));

test("an honest history has no violations", () => {
  expect(violations(log, operations, legal)).toEqual([]);
});

const replaced = <T>(items: readonly T[], index: number, item: T) => items.with(index, item);
const told = (id: string, change: Partial<Write>) =>
  operations.map((operation) =>
    operation.kind === "write" && operation.id === id ? { ...operation, ...change } : operation,
  );

/** Faults a system could have, each with the rule that must notice it. */
const planted: readonly [what: string, rule: Rule, log: readonly LoggedCommit[], told: readonly Operation[]][] = [
  ["an accepted command is nowhere", "lost", log.slice(0, -1), operations],
  ["a retry took effect again", "duplicate", [...log, commit("b", 3, ["b2"])], operations],
  [
    "a command took effect twice in one commit",
    "duplicate",
    replaced(log, 4, commit("a", 3, ["a5"], ["a5"])),
    operations,
  ],
  ["one key made two orders", "duplicate", [...log, commit("c", 1, ["b1", "INITIATED"])], operations],
  ["a commit is missing in between", "gap", [...log.slice(0, 2), ...log.slice(3)], told("a3", { outcome: "unknown" })],
  ["a version stands there twice", "gap", [...log, commit("b", 2, ["b3"])], operations],
  ["an order begins in the middle", "gap", [...log, commit("b", 4, ["b3"])], operations],
  ["a status was skipped", "illegal-step", replaced(log, 3, commit("b", 2, ["b2", "PRICE_CALCULATED"])), operations],
  ["a status was reached twice", "illegal-step", [...log, commit("b", 3, ["b3", "SUBMITTED"])], operations],
  ["nobody asked for a command", "phantom", [...log, commit("b", 3, ["b4"])], operations],
  ["a refused command took effect", "phantom", [...log, commit("a", 4, ["a4"])], operations],
  ["an answer named another version", "ack-version", log, told("a5", { version: 2 })],
  ["an answer named another order", "ack-version", log, told("b2", { order: "a" })],
  ["a later command stands before an earlier one", "real-time", log, told("a1", { calledMs: 60, returnedMs: 70 })],
  ["two commands shared a commit though one had ended", "real-time", log, told("a2", { calledMs: 35, returnedMs: 36 })],
  ["a read did not see what had been told", "real-time", log, [...operations, read("a", 2, 60, 61)]],
  ["a read saw what never was", "real-time", log, [...operations, read("b", 3, 60, 61)]],
];

describe("planted faults", () => {
  test.each([...planted])("%s: %s", (_, rule, brokenLog, brokenTold) => {
    expect(rulesBroken(brokenLog, brokenTold)).toContain(rule);
  });

  test("there is one for every rule", () => {
    const rules: Record<Rule, true> = {
      lost: true,
      duplicate: true,
      gap: true,
      "illegal-step": true,
      phantom: true,
      "ack-version": true,
      "real-time": true,
    };
    expect(new Set<string>(planted.map(([, rule]) => rule))).toEqual(new Set(Object.keys(rules)));
  });
});

test("ten thousand operations are checked in no time", () => {
  const orders = Array.from({ length: 2_000 }, (_, n) => `order-${n}`);
  const versions = [1, 2, 3, 4, 5];
  const large = versions.flatMap((version) => orders.map((order) => commit(order, version, [`${order}.${version}`])));
  const many = large.map(({ order, version, commands }) =>
    ok(order, commands[0]?.id ?? "", version, version * 10, version * 10 + 5),
  );
  expect(violations(large, many, {})).toEqual([]);
});
