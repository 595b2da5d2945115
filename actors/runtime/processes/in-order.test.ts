import { expect, test } from "bun:test";
import { InOrder } from "./in-order.ts";

const settle = () => Bun.sleep(0);

test("work of one key runs one after the other, work of others meanwhile", async () => {
  const inOrder = new InOrder(10);
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  await inOrder.add("a", async () => {
    await gate.promise;
    log.push("a1");
  });
  await inOrder.add("a", async () => void log.push("a2"));
  await inOrder.add("b", async () => void log.push("b1"));
  await settle();
  expect(log).toEqual(["b1"]);
  gate.resolve();
  await inOrder.idle();
  expect(log).toEqual(["b1", "a1", "a2"]);
});

test("no more is taken on than there is room for", async () => {
  const inOrder = new InOrder(2);
  const gate = Promise.withResolvers<void>();
  await inOrder.add("a", () => gate.promise);
  let taken = false;
  const second = inOrder
    .add("b", () => gate.promise)
    .then(() => {
      taken = true;
    });
  await settle();
  expect(taken).toBe(false);
  gate.resolve();
  await second;
  expect(taken).toBe(true);
});
