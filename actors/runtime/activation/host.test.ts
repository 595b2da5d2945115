import { expect, test } from "bun:test";
import type { CommandMessage } from "#contracts/command/message.ts";
import { findAggregate } from "../../aggregates.ts";
import { memoryEventLog } from "../../memory/event-log.ts";
import type { EventLog } from "../log/event-log.ts";
import { OutcomeUnknown } from "../log/event-log.ts";
import { ActorHost } from "./host.ts";

const at = "2026-11-22T08:00:00.000Z";
const opened = (i: number): CommandMessage => ({
  kind: "command",
  aggregate: `acc_${i}`,
  command: { type: "OpenAccount", accountId: `acc_${i}`, name: "A", kind: "company", contractLimit: 1 },
  id: "open",
  fingerprint: "f",
  by: "sys_test",
  at,
  deadline: 1_000,
});

const hostOn = (log: EventLog, more: { isFull?: () => boolean; pause?: () => Promise<void> } = {}) =>
  new ActorHost(findAggregate, {
    log,
    isFull: () => false,
    pause: async () => {},
    now: () => 0,
    report: () => {},
    inHandMax: 100,
    ...more,
  });

test("while the log is away, a node takes so much and no more, and all it took is settled when the log is back", async () => {
  const memory = memoryEventLog();
  const { promise: back, resolve: comeBack } = Promise.withResolvers<void>();
  let away = true;
  const log: EventLog = {
    ...memory,
    append: async (id, commit) => {
      if (away) throw new OutcomeUnknown("no answer");
      return memory.append(id, commit);
    },
  };
  const host = hostOn(log, { pause: () => back });
  const answers = Array.from({ length: 120 }, (_, i) => host.send(opened(i)));
  expect(await Promise.all(answers.slice(100))).toEqual(Array(20).fill({ kind: "unavailable", reason: "busy" }));
  expect(host.busy).toBe(100);
  away = false;
  comeBack();
  const taken = await Promise.all(answers.slice(0, 100));
  expect(taken.every(({ kind }) => kind === "accepted")).toBe(true);
  expect(await host.send(opened(121))).toMatchObject({ kind: "accepted" });
});

test("while too many bytes wait for the log, nothing more is begun", async () => {
  const memory = memoryEventLog();
  const host = hostOn(memory, { isFull: () => true });
  expect(await host.send(opened(1))).toEqual({ kind: "unavailable", reason: "busy" });
  expect(memory.entries).toEqual([]);
  expect(host.residents).toBe(0);
});
