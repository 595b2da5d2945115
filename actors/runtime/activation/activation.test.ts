import { describe, expect, test } from "bun:test";
import type { CommandMessage, Reply } from "#contracts/command/message.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { type AppendFault, memoryEventLog } from "../../memory/event-log.ts";
import { type Count, counter } from "../../testing/counter.ts";
import { registry } from "../aggregate.ts";
import { type EventLog, LogUnavailable, OutcomeUnknown } from "../log/event-log.ts";
import { mailboxMax } from "./activation.ts";
import { ActorHost } from "./host.ts";

const at = "2026-11-22T08:00:00.000Z";
let ids = 0;
const command = (aggregate: string, command: Count, more: Partial<CommandMessage> = {}): CommandMessage => ({
  kind: "command",
  aggregate,
  command,
  id: `id${++ids}`,
  fingerprint: JSON.stringify(command),
  by: "sys_test",
  at,
  deadline: 1_000,
  ...more,
});
const read = (aggregate: string) => ({ kind: "read", aggregate, deadline: 1_000 }) as const;

const hostOn = (log: EventLog, reported: unknown[] = []) =>
  new ActorHost(registry([counter]), {
    log,
    isFull: () => false,
    pause: async () => {},
    now: () => 0,
    report: (error) => void reported.push(error),
  });

const mayCreate = (id: string) => counter.createWindow?.isOpen(id, 0) ?? true;
const a = "cnt_a";

describe("an activation", () => {
  test("answers after its append, with the version and the outcome", async () => {
    const host = hostOn(memoryEventLog());
    expect(await host.send(command(a, { type: "Open" }))).toMatchObject({ kind: "accepted", version: 1, seq: 1 });
    const reply = await host.send(command(a, { type: "Add", n: 3 }));
    expect(reply).toEqual({ kind: "accepted", version: 2, seq: 2, outcome: { sum: 3 }, replayed: false });
    expect(await host.send(read(a))).toEqual({ kind: "state", version: 2, state: 3 });
  });

  test("decides what waits together and writes it as one commit", async () => {
    const log = memoryEventLog();
    const host = hostOn(log);
    await host.send(command(a, { type: "Open" }));
    const replies = await Promise.all([1, 2, 3, 4].map((n) => host.send(command(a, { type: "Add", n }))));
    expect(replies.map(({ kind }) => kind)).toEqual(["accepted", "accepted", "accepted", "accepted"]);
    expect(log.entries.flatMap(({ commit }) => commit.commands)).toHaveLength(5);
    expect(log.entries.length).toBeLessThan(4);
    expect(await host.send(read(a))).toMatchObject({ state: 10 });
  });

  test("gives a retry the first answer, and refuses its key with other parameters", async () => {
    const host = hostOn(memoryEventLog());
    await host.send(command(a, { type: "Open" }));
    const first = command(a, { type: "Add", n: 1 });
    await host.send(first);
    await host.send(command(a, { type: "Add", n: 1 }));
    expect(await host.send(first)).toMatchObject({ version: 2, outcome: { sum: 1 }, replayed: true });
    const changed = { ...first, fingerprint: "other" };
    expect(await host.send(changed)).toMatchObject({ kind: "refused", code: "command/key-reused" });
  });

  test("gives twins in one mailbox one effect", async () => {
    const log = memoryEventLog();
    const host = hostOn(log);
    await host.send(command(a, { type: "Open" }));
    const twin = command(a, { type: "Add", n: 1 });
    const replies = await Promise.all([command(a, { type: "Add", n: 2 }), twin, twin].map((m) => host.send(m)));
    expect(replies.map((reply) => "replayed" in reply && reply.replayed)).toEqual([false, false, true]);
    expect(await host.send(read(a))).toMatchObject({ state: 3 });
  });

  test("refuses what was decided on another version", async () => {
    const host = hostOn(memoryEventLog());
    await host.send(command(a, { type: "Open" }));
    const stale = command(a, { type: "Add", n: 1 }, { ifVersion: 7 });
    expect(await host.send(stale)).toMatchObject({ kind: "refused", code: "command/stale", version: 1 });
  });

  test("answers for another's aggregate as if it were not there", async () => {
    const host = hostOn(memoryEventLog());
    await host.send(command(a, { type: "Open" }));
    const foreign = await host.send(command(a, { type: "Add", n: 1 }, { ifOwner: "acc_other" }));
    const absent = await host.send(command("cnt_b", { type: "Add", n: 1 }, { ifOwner: "acc_other" }));
    expect(foreign).toEqual(absent);
    expect(foreign).toMatchObject({ kind: "refused", code: "order/not-found" });
  });

  test("writes nothing for a command that changes nothing", async () => {
    const log = memoryEventLog();
    const host = hostOn(log);
    await host.send(command(a, { type: "Open" }));
    expect(await host.send(command(a, { type: "Add", n: 0 }))).toMatchObject({ kind: "accepted", version: 1 });
    expect(log.entries).toHaveLength(1);
  });

  test("drops what nobody waits for any more, and what no aggregate knows", async () => {
    const host = hostOn(memoryEventLog());
    const late = command(a, { type: "Open" }, { deadline: -1 });
    expect(await host.send(late)).toEqual({ kind: "unavailable", reason: "expired" });
    const unknown = command(a, { type: "Nonsense" } as never);
    expect(await host.send(unknown)).toMatchObject({ code: "command/unknown" });
    expect(await host.send(command("xyz_a", { type: "Open" }))).toMatchObject({ code: "command/unknown" });
  });

  test("drops what became late while the log was read: its sender may have been refused elsewhere meanwhile", async () => {
    const log = memoryEventLog();
    await hostOn(log).send(command(a, { type: "Open" }));
    let now = 0;
    const load: EventLog["load"] = async (...args) => {
      now = 2_000;
      return log.load(...args);
    };
    const deps = {
      log: { ...log, load },
      isFull: () => false,
      pause: async () => {},
      now: () => now,
      report: () => {},
    };
    const host = new ActorHost(registry([counter]), deps);
    expect(await host.send(command(a, { type: "Add", n: 1 }))).toEqual({ kind: "unavailable", reason: "expired" });
    expect(log.entries).toHaveLength(1);
  });

  test("refuses a birth outside its window, and a commit that is too large", async () => {
    const host = hostOn(memoryEventLog({ mayCreate }));
    expect(await host.send(command("cnt_closed", { type: "Open" }))).toMatchObject({
      code: "order/create-window-closed",
    });
    await host.send(command(a, { type: "Open" }));
    const note = "x".repeat(300_000);
    const [large, small] = await Promise.all([
      host.send(command(a, { type: "Add", n: 1, note })),
      host.send(command(a, { type: "Add", n: 2 })),
    ]);
    expect([large, small]).toMatchObject([{ code: "command/too-large" }, { kind: "accepted" }]);
  });

  test("says busy when its mailbox is full, before any work is done", async () => {
    const log = memoryEventLog();
    const stuck = Promise.withResolvers<void>();
    const append = async (...args: Parameters<EventLog["append"]>) => {
      await stuck.promise;
      return log.append(...args);
    };
    const slow = hostOn({ ...log, append });
    const waiting = Array.from({ length: mailboxMax + 65 }, () => slow.send(command(a, { type: "Open" })));
    expect(await slow.send(command(a, { type: "Open" }))).toEqual({ kind: "unavailable", reason: "busy" });
    stuck.resolve();
    expect((await Promise.all(waiting)).filter(({ kind }) => kind === "accepted")).toHaveLength(1);
  });
});

describe("two activations of one aggregate", () => {
  test("waste work and never contradict each other", async () => {
    const log = memoryEventLog();
    const [one, two] = [hostOn(log), hostOn(log)];
    await one.send(command(a, { type: "Open" }));
    const adds = Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two).send(command(a, { type: "Add", n: 1 })));
    const replies = await Promise.all(adds);
    expect(replies.filter(({ kind }) => kind === "accepted")).toHaveLength(10);
    expect(await one.send(read(a))).toMatchObject({ state: 10 });
    expect(await two.send(read(a))).toMatchObject({ state: 10 });
  });

  test("the stale one refuses nothing it would have to take back", async () => {
    const log = memoryEventLog();
    const [one, two] = [hostOn(log), hostOn(log)];
    await one.send(command(a, { type: "Open" }));
    await one.send(command(a, { type: "Add", n: 9 }));
    await two.send(read(a));
    await one.send(command(a, { type: "Add", n: -9 }));
    // On what `two` has in memory this would be refused.
    expect(await two.send(command(a, { type: "Add", n: 5 }))).toMatchObject({ kind: "accepted", outcome: { sum: 5 } });
  });
});

describe("an append without an answer", () => {
  for (const fault of ["request-lost", "answer-lost"] as AppendFault[]) {
    test(`is one effect when the ${fault.replace("-", " was ")}`, async () => {
      let left = 3;
      const log = memoryEventLog({ fault: () => (left-- > 0 ? fault : undefined) });
      const host = hostOn(log);
      expect(await host.send(command(a, { type: "Open" }))).toMatchObject({ kind: "accepted", version: 1 });
      expect(log.entries).toHaveLength(1);
    });
  }

  test("is decided again when another's commit took its place, and the other stands", async () => {
    const log = memoryEventLog();
    await hostOn(log).send(command(a, { type: "Open" }));
    const other = hostOn(log);
    let lost = false;
    const host = hostOn({
      ...log,
      append: async (id, commit) => {
        if (!lost) {
          lost = true;
          await other.send(command(a, { type: "Add", n: 8 }));
          throw new OutcomeUnknown("no answer");
        }
        return log.append(id, commit);
      },
    });
    const reply = await host.send(command(a, { type: "Add", n: 3 }));
    expect(reply).toMatchObject({ kind: "refused", code: "order/illegal-transition" });
    expect(log.entries.map(({ commit }) => commit.version)).toEqual([1, 2]);
  });
});

describe("a creation whose window closes while it is retried", () => {
  const closing = () => {
    const window = { isOpen: true };
    let fault: AppendFault | undefined;
    const log = memoryEventLog({ mayCreate: () => window.isOpen, fault: () => fault });
    const loseNextAnswer = () => {
      fault = "answer-lost";
    };
    const pause = async () => {
      fault = undefined;
      window.isOpen = false;
    };
    return { log, window, loseNextAnswer, pause };
  };

  test("gets its first answer on another node", async () => {
    const { log, window } = closing();
    const open = command(a, { type: "Open" });
    await hostOn(log).send(open);
    window.isOpen = false;
    expect(await hostOn(log).send(open)).toMatchObject({ kind: "accepted", version: 1, replayed: true });
  });

  test("gets its first answer on a node that had looked before there was anything", async () => {
    const { log, window } = closing();
    const early = hostOn(log);
    expect(await early.send(read(a))).toMatchObject({ version: 0 });
    const open = command(a, { type: "Open" });
    await hostOn(log).send(open);
    window.isOpen = false;
    expect(await early.send(open)).toMatchObject({ kind: "accepted", version: 1, replayed: true });
  });

  test("is known to be written when its answer was lost before", async () => {
    const { log, loseNextAnswer, pause } = closing();
    loseNextAnswer();
    const deps = { log, isFull: () => false, pause, now: () => 0, report: () => {} };
    const host = new ActorHost(registry([counter]), deps);
    expect(await host.send(command(a, { type: "Open" }))).toMatchObject({ kind: "accepted", version: 1 });
    expect(log.entries).toHaveLength(1);
  });
});

describe("what cannot be read", () => {
  test("a log that does not answer is said so, and nothing is decided", async () => {
    const log = memoryEventLog();
    const away = async () => {
      throw new LogUnavailable("away");
    };
    const host = hostOn({ ...log, load: away, head: away });
    const reply: Reply = await host.send(command(a, { type: "Add", n: 1 }));
    expect(reply).toEqual({ kind: "unavailable", reason: "log-unavailable" });
  });

  test("an event of a version this release does not know refuses activation", async () => {
    const log = memoryEventLog();
    const events = [{ type: "Added", v: 2, at, n: 1 }];
    const newer = { id: "x", fingerprint: "x", by: "sys_test", at, events, outcome: {} };
    await log.append(a, { version: 1, prev: 0, commands: [newer] });
    const reported: unknown[] = [];
    const host = hostOn(log, reported);
    expect(await host.send(command(a, { type: "Add", n: 1 }))).toEqual({ kind: "unavailable", reason: "unreadable" });
    expect(String(reported[0])).toContain("Added version 2");
    expect(log.entries).toHaveLength(1);
  });
});

test("forgetting an aggregate costs a read of its log and nothing else", async () => {
  const host = hostOn(memoryEventLog());
  await host.send(command(a, { type: "Open" }));
  await host.send(command(a, { type: "Add", n: 4 }));
  await eventually(() => host.busy === 0);
  host.passivate(a);
  expect(host.residents).toBe(0);
  expect(await host.send(command(a, { type: "Add", n: 1 }))).toMatchObject({ version: 3, outcome: { sum: 5 } });
});
