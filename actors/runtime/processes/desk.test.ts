import { describe, expect, test } from "bun:test";
import { memoryDeadLetters } from "../../memory/dead-letters.ts";
import { letter } from "../../testing/dead-letter-conformance.ts";
import type { Progress } from "./delivery.ts";
import { letterDesk } from "./desk.ts";
import { NotNow } from "./not-now.ts";

const at = "2026-11-22T09:00:00.000Z";

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

/** A desk with one parked letter of a process that deals with it as `handle` says. */
async function desk(handle: () => void) {
  const letters = memoryDeadLetters();
  const parked = letter("relay", 1);
  await letters.park(parked);
  const handled: (Progress | undefined)[] = [];
  const follower = {
    name: "relay",
    letterKey: ({ stream, seq }: { stream: number; seq: number }) => `${stream}-${seq}`,
    handle: async (_: unknown, progress: Progress | undefined) => {
      handled.push(progress);
      handle();
    },
  };
  return { ...letterDesk(letters, [follower], () => Date.parse(at)), id: parked.id, letters, handled };
}

describe("a dead letter", () => {
  test("redriven is dealt with out of its order, and off the list; again, it is not dealt with again", async () => {
    const { redrive, id, handled, letters } = await desk(() => {});
    const settled = { as: "redriven", by: "sel_admin", at } as const;
    expect(await redrive(id, "sel_admin")).toMatchObject({ kind: "settled", settled });
    expect(await redrive(id, "sel_other")).toMatchObject({ kind: "settled", settled });
    expect(handled).toEqual([undefined]);
    expect(await letters.count("relay")).toBe(0);
  });

  test("that fails again stays, with what it failed with", async () => {
    const { redrive, id, letters } = await desk(() => {
      throw new Error("still broken");
    });
    expect(await redrive(id, "sel_admin")).toEqual({ kind: "failed-again", error: "Error: still broken" });
    expect(await letters.find(id)).toMatchObject({ error: "Error: still broken", tries: 6, parkedAt: at });
  });

  test("stays as it was when what it needs does not answer", async () => {
    const { redrive, id, letters } = await desk(() => {
      throw new NotNow("away");
    });
    expect(await failureOf(redrive(id, "sel_admin"))).toBeInstanceOf(NotNow);
    expect(await letters.find(id)).toEqual(letter("relay", 1));
  });

  test("discarded is off the list and was never dealt with; it cannot be redriven any more", async () => {
    const { redrive, discard, id, handled } = await desk(() => {});
    expect(await discard(id, "sel_admin")).toMatchObject({ kind: "settled", settled: { as: "discarded" } });
    expect(await discard(id, "sel_admin")).toMatchObject({ kind: "settled" });
    expect(await redrive(id, "sel_admin")).toMatchObject({ kind: "settled-otherwise" });
    expect(handled).toEqual([]);
  });

  test("nobody knows is not found", async () => {
    const { redrive, discard } = await desk(() => {});
    expect(await redrive("relay_9-9", "sel_admin")).toEqual({ kind: "not-found" });
    expect(await discard("relay_9-9", "sel_admin")).toEqual({ kind: "not-found" });
  });
});
