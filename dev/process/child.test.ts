import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "#dev/testing/eventually.ts";
import { type ChildOptions, startChild } from "./child.ts";
import { childGroup } from "./child-group.ts";
import { stopLeftovers } from "./leftovers.ts";
import { processIdentity } from "./process-identity.ts";
import { untilReady } from "./ready.ts";

const folder = mkdtempSync(join(tmpdir(), "bezel-child-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A server that is a shell script; it logs to its name. */
const script = (name: string, text: string): ChildOptions => ({
  name,
  command: ["sh", "-c", text],
  env: { PATH: process.env["PATH"] },
  cwd: folder,
  logFile: join(folder, "logs", `${name}.log`),
});
const stubborn = "trap '' TERM; echo up; while :; do sleep 0.05; done";
const polite = (name: string) =>
  script(name, `trap 'echo ${name} >> stopped; exit 0' TERM; echo up; while :; do sleep 0.02; done`);
const logged = (name: string) => readFileSync(join(folder, "logs", `${name}.log`), "utf8");

describe("a child", () => {
  test("is stopped politely, and says how it ended", async () => {
    const child = startChild(polite("polite"));
    await eventually(() => logged("polite").includes("up"));
    await child.stop();
    expect(await child.exited).toBe("exit code 0");
    expect(child.running()).toBe(false);
  });

  test("that does not listen is killed", async () => {
    const child = startChild({ ...script("stubborn", stubborn), stopSteps: [["SIGTERM", 100]] });
    await eventually(() => logged("stubborn").includes("up"));
    await child.stop();
    expect(await child.exited).toBe("signal SIGKILL");
  });

  test("that ends while it starts is reported with its last words", async () => {
    const child = startChild(script("broken", "echo port is taken; exit 3"));
    const ready = untilReady(child, () => Promise.reject(new Error("no answer")));
    expect(ready).rejects.toThrow("broken ended while starting (exit code 3): port is taken (log: ");
  });
});

describe("a group", () => {
  test("is stopped in reverse order, and starts nothing more", async () => {
    const group = childGroup(join(folder, "order.json"));
    for (const name of ["first", "second", "third"]) group.start(polite(name));
    await eventually(() => ["first", "second", "third"].every((name) => logged(name).includes("up")));
    rmSync(join(folder, "stopped"), { force: true });
    await group.stop();
    expect(readFileSync(join(folder, "stopped"), "utf8")).toBe("third\nsecond\nfirst\n");
    expect(() => group.start(polite("late"))).toThrow("being stopped");
  });

  test("tells which member ended by itself", async () => {
    const group = childGroup(join(folder, "casualty.json"));
    group.start(polite("survivor"));
    const victim = group.start(polite("victim"));
    process.kill(victim.pid, "SIGKILL");
    const { child, how } = await group.casualty;
    expect([child.name, how]).toEqual(["victim", "signal SIGKILL"]);
    await group.stop();
  });

  test("that was abandoned is found and stopped by what its processes are", async () => {
    const file = join(folder, "abandoned.json");
    const abandoned = childGroup(file).start(polite("abandoned"));
    await eventually(() => logged("abandoned").includes("up"));
    expect(await stopLeftovers(file)).toEqual(["abandoned"]);
    expect(await abandoned.exited).toBe("exit code 0");
    expect(await stopLeftovers(file)).toEqual([]);
  });

  test("whose process ids belong to others now leaves them alone", async () => {
    const file = join(folder, "reused.json");
    const other = startChild(polite("other"));
    await Bun.write(file, JSON.stringify([{ name: "old", pid: other.pid, identity: "1 nats-server" }]));
    expect(await stopLeftovers(file)).toEqual([]);
    expect(processIdentity(other.pid)).toBeDefined();
    await other.stop();
  });
});
