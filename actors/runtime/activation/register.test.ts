import { describe, expect, test } from "bun:test";
import type { Commit, CommittedCommand, Source } from "#contracts/log/commit.ts";
import { CommandRegister, longDone } from "./register.ts";

const at = "2026-11-22T08:00:00.000Z";
const from = (seq: number, floor: number): Source => ({ process: "pricing", stream: 0, seq, floor });
const command = (id: string, source?: Source): CommittedCommand => ({
  id,
  fingerprint: id,
  by: "sys_test",
  at,
  events: [],
  outcome: { id },
  ...(source && { source }),
});
const commit = (version: number): Commit => ({ version, prev: version - 1, commands: [command("any")] });

function registerOf(max: number | undefined, ...commands: CommittedCommand[]): CommandRegister {
  const register = new CommandRegister(max);
  for (const [i, one] of commands.entries()) register.add(commit(i + 1), one);
  return register;
}

describe("the register of a short-lived aggregate", () => {
  test("keeps every command with its first answer", () => {
    const ids = Array.from({ length: 50 }, (_, i) => `c${i}`);
    const register = registerOf(undefined, ...ids.map((id) => command(id)));
    expect(register.find("c0", undefined)).toEqual({ fingerprint: "c0", version: 1, outcome: { id: "c0" } });
    expect(register.size).toBe(50);
  });

  test("keeps those of processes whatever their floor", () => {
    const register = registerOf(undefined, command("a", from(5, 1)), command("b", from(9, 8)));
    expect(register.find("a", from(5, 8))).toMatchObject({ version: 1 });
  });
});

describe("the register of a long-lived aggregate", () => {
  test("keeps the last commands of clients", () => {
    const register = registerOf(2, command("a"), command("b"), command("c"));
    expect(["a", "b", "c"].map((id) => register.find(id, undefined) !== undefined)).toEqual([false, true, true]);
  });

  test("keeps every command of a process above its floor, however many", () => {
    const many = Array.from({ length: 10 }, (_, i) => command(`p${i}`, from(10 + i, 9)));
    const register = registerOf(2, ...many);
    expect(many.every(({ id, source }) => register.find(id, source) !== undefined)).toBe(true);
  });

  test("takes a command at or below the floor for done, and one above it for new", () => {
    const register = registerOf(2, command("a", from(5, 0)), command("b", from(9, 8)));
    expect(register.find("a", from(5, 8))).toBe(longDone);
    expect(register.find("never seen", from(8, 8))).toBe(longDone);
    expect(register.find("new", from(10, 8))).toBeUndefined();
    expect(register.size).toBe(1);
  });

  test("never moves a floor back", () => {
    const register = registerOf(2, command("a", from(9, 8)), command("b", from(10, 3)));
    expect(register.find("old", from(6, 3))).toBe(longDone);
  });

  test("tells processes and streams apart", () => {
    const register = registerOf(2, command("a", from(9, 8)));
    expect(register.find("x", { ...from(5, 0), process: "workshop" })).toBeUndefined();
    expect(register.find("x", { ...from(5, 0), stream: 1 })).toBeUndefined();
  });

  test("knows a command again whose source has moved to another stream since", () => {
    const register = registerOf(2, command("a", from(9, 8)));
    expect(register.find("a", { process: "pricing@anew", stream: 5, seq: 9, floor: 8 })).toMatchObject({ version: 1 });
  });

  test("survives a snapshot", () => {
    const register = registerOf(3, command("a"), command("b", from(9, 8)));
    const again = CommandRegister.of(JSON.parse(JSON.stringify(register.data())), 3);
    expect(again.data()).toEqual(register.data());
    expect(again.find("x", from(8, 8))).toBe(longDone);
  });
});
