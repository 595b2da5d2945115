import { describe, expect, test } from "bun:test";
import { memoryDeadLetters } from "../../memory/dead-letters.ts";
import { settleOne, triesMax } from "./attempts.ts";
import { type Follower, Undecodable } from "./delivery.ts";
import { NotNow } from "./not-now.ts";

const delivery = { aggregate: "src_a", stream: 1, seq: 9, data: new TextEncoder().encode("{}") };
const progress = () => ({ incarnation: "i1", floor: 0 });

/** Deals with one message as `attempts` say, one after the other: an error is thrown, undefined is done. */
async function settled(attempts: (attempt: number) => Error | undefined, signal = new AbortController().signal) {
  const letters = memoryDeadLetters();
  const pauses: number[] = [];
  let attempt = 0;
  const follower: Follower = {
    name: "relay",
    letterKey: ({ stream, seq }) => `${stream}-${seq}`,
    handle: async () => {
      const error = attempts(++attempt);
      if (error) throw error;
    },
  };
  const reported: string[] = [];
  const ending = await settleOne(
    follower,
    delivery,
    progress,
    {
      letters,
      pause: async (ms) => void pauses.push(ms),
      now: () => Date.parse("2026-11-22T08:00:00.000Z"),
      report: (error, parked) =>
        reported.push(`${error instanceof Error ? error.message : ""}${parked ? ", parked" : ""}`),
    },
    signal,
  );
  return { ending, attempts: attempt, pauses, reported, letters: (await letters.page(0, 10)).letters };
}

describe("a message", () => {
  test("that goes well is done", async () => {
    expect(await settled(() => undefined)).toMatchObject({ ending: "done", attempts: 1, pauses: [] });
  });

  test("that fails is tried again after growing pauses, and parked with its reason when it has failed too often", async () => {
    const { letters, ...rest } = await settled(() => new Error("broken"));
    expect(rest).toMatchObject({ ending: "parked", attempts: triesMax, pauses: [200, 400, 800, 1_600] });
    expect(rest.reported.at(-1)).toBe("broken, parked");
    expect(letters).toMatchObject([
      { id: "relay_1-9", process: "relay", aggregate: "src_a", reason: "failed", error: "Error: broken", tries: 5 },
    ]);
  });

  test("that goes well in the end is not parked", async () => {
    const it = await settled((attempt) => (attempt < triesMax ? new Error("broken") : undefined));
    expect(it).toMatchObject({ ending: "done", letters: [] });
  });

  test("that can only fail is parked at once", async () => {
    const it = await settled(() => new Undecodable("not a commit"));
    expect(it).toMatchObject({ ending: "parked", attempts: 1, letters: [{ reason: "undecodable", tries: 1 }] });
  });

  test("waits for what does not answer as long as it takes, and that is no failed try", async () => {
    const it = await settled((attempt) => (attempt <= 50 ? new NotNow("away") : undefined));
    expect(it).toMatchObject({ ending: "done", attempts: 51, letters: [], reported: ["away"] });
    expect(Math.max(...it.pauses)).toBe(5_000);
  });

  test("is left to others when this node is to stop", async () => {
    const stopping = new AbortController();
    const it = await settled((attempt) => {
      if (attempt === 3) stopping.abort();
      return new NotNow("away");
    }, stopping.signal);
    expect(it).toMatchObject({ ending: "left", attempts: 3, letters: [] });
  });
});
