import { expect, test } from "bun:test";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { s3ModelStore } from "./model-store.ts";

const { s3 } = await servers();
const store = s3ModelStore({ ...s3, publicEndpoint: s3.endpoint });

const chunk = new Uint8Array(256 * 1024).fill(7);
const count = 40;
const whole = count * chunk.length;

/** The file in chunks; what happens at a chunk is done before it is given. */
function file(at: Readonly<Record<number, () => void>> = {}): ReadableStream<Uint8Array> {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      at[next]?.();
      if (next++ < count) controller.enqueue(chunk.slice());
      else controller.close();
    },
  });
}
const breaksOff = () => {
  throw new Error("the client is gone");
};
const never = new AbortController().signal;
const failure = (work: Promise<void>) =>
  work.then(
    () => "stored",
    (error: unknown) => error instanceof Error,
  );

test.each([
  ["of known length", whole],
  ["of unknown length", undefined],
])("a stream %s is stored as it is", async (_, bytes) => {
  const key = `models/${freshPrefix()}`;
  await store.write(key, file(), never, bytes);
  expect(await store.size(key)).toBe(whole);
  let seen = 0;
  for await (const piece of await store.read(key)) seen += piece.filter((byte) => byte === 7).length;
  expect(seen).toBe(whole);
});

test.each([
  ["of known length", whole],
  ["of unknown length", undefined],
])("of a stream %s that breaks off, or is given up, nothing is stored", async (_, bytes) => {
  const [broken, givenUp] = [`models/${freshPrefix()}`, `models/${freshPrefix()}`];
  expect(await failure(store.write(broken, file({ 20: breaksOff }), never, bytes))).toBe(true);
  const leaving = new AbortController();
  const left = store.write(givenUp, file({ 20: () => leaving.abort() }), leaving.signal, bytes);
  expect(await failure(left)).toBe(true);
  expect([await store.size(broken), await store.size(givenUp)]).toEqual([undefined, undefined]);
});

test("a stream that is shorter than was said is not stored", async () => {
  const key = `models/${freshPrefix()}`;
  expect(await failure(store.write(key, file(), AbortSignal.timeout(3_000), whole + 1))).toBe(true);
  expect(await store.size(key)).toBeUndefined();
});
