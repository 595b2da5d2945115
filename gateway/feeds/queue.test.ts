import { expect, test } from "bun:test";
import { ClientQueue } from "./queue.ts";

const never = new AbortController().signal;
const long = 60_000;

test("gives what was put in, in order, also to who waits already", async () => {
  const queue = new ClientQueue<number>(never, long);
  queue.push(1);
  queue.push(2);
  expect([await queue.next(), await queue.next()]).toEqual([{ item: 1 }, { item: 2 }]);
  const next = queue.next();
  queue.push(3);
  expect(await next).toEqual({ item: 3 });
});

test("says when it has been quiet for long enough, and goes on", async () => {
  const queue = new ClientQueue<number>(never, 1);
  expect(await queue.next()).toBe("quiet");
  queue.push(1);
  expect(await queue.next()).toEqual({ item: 1 });
});

test("ends for who is too slow, and for who has gone", async () => {
  const slow = new ClientQueue<number>(never, long);
  for (let n = 0; n < 2_000; n++) slow.push(n);
  expect(await slow.next()).toBe("ended");
  const leaving = new AbortController();
  const gone = new ClientQueue<number>(leaving.signal, long);
  const next = gone.next();
  leaving.abort();
  expect([await next, await gone.next()]).toEqual(["ended", "ended"]);
  expect(await new ClientQueue<number>(leaving.signal, long).next()).toBe("ended");
});
