import { expect, test } from "bun:test";
import { eventually } from "#dev/testing/eventually.ts";
import { processIdentity } from "./process-identity.ts";

test("a process has one from its first moment, the same each time, and loses it when it ends", async () => {
  const child = Bun.spawn(["sleep", "60"]);
  const identity = processIdentity(child.pid);
  expect(identity).toBeString();
  expect(processIdentity(child.pid)).toBe(identity);
  child.kill();
  await child.exited;
  await eventually(() => processIdentity(child.pid) === undefined);
});
