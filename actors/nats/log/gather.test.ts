import { expect, test } from "bun:test";
import { gather } from "./gather.ts";

/** Gives the numbers of each list at once, and waits for `more` between the lists. */
async function* bursts(lists: readonly (readonly number[])[], more: () => Promise<void>): AsyncGenerator<number> {
  for (const [index, list] of lists.entries()) {
    if (index > 0) await more();
    yield* list;
  }
}

/** Something that happens later, when all that needs no waiting has been done. */
const later = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

test("what is there goes together, and nothing waits for a group to fill", async () => {
  const lists = [[1, 2, 3], [4], [5, 6]];
  expect(await Array.fromAsync(gather(bursts(lists, later), 10))).toEqual(lists);
});

test("a group has at most so many items", async () => {
  expect(await Array.fromAsync(gather(bursts([[1, 2, 3, 4, 5]], later), 2))).toEqual([[1, 2], [3, 4], [5]]);
});

test("a group is there before the source gives more", async () => {
  const { promise: never } = Promise.withResolvers<void>();
  const groups = gather(
    bursts([[1, 2], [3]], () => never),
    10,
  );
  expect(await groups.next()).toEqual({ value: [1, 2], done: false });
});

test("a failure of the source comes after what it gave before", async () => {
  const failing = bursts([[1], [2]], () => Promise.reject(new Error("the line was cut")));
  const groups = gather(failing, 10);
  expect(await groups.next()).toEqual({ value: [1], done: false });
  expect(await groups.next().catch(String)).toBe("Error: the line was cut");
});

test("who leaves early lets the source go", async () => {
  let released = false;
  async function* source() {
    try {
      for (let n = 0; ; n++) yield n;
    } finally {
      released = true;
    }
  }
  for await (const group of gather(source(), 3)) if (group.includes(3)) break;
  await later();
  expect(released).toBe(true);
});
