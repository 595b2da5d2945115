import type { QuoteId } from "#contracts/shared/ids.ts";
import { pricingSystem } from "#contracts/shared/principal.ts";
import type { Announced } from "../../models.ts";
import type { Dispatch } from "../../orders/dispatch.ts";

/** Files on their way into the store at once after their quotes were answered: each holds a few parts in memory. */
const atOnceMax = 8;
/** Waits between tries to say what became of a file; the quote's timer ends what none of them could say, ms. */
const pausesMs = [0, 500, 5_000, 30_000];

export interface StoringDeps {
  readonly dispatch: Dispatch;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly report: (error: unknown) => void;
}

/** Sees the files of quotes that have been answered into the store, and tells the quotes. */
export function quoteStoring({ dispatch, pause, report }: StoringDeps) {
  let running = 0;

  async function untilDone(work: () => Promise<unknown>): Promise<void> {
    for (const ms of pausesMs) {
      if (ms > 0) await pause(ms);
      try {
        return void (await work());
      } catch (error) {
        report(error);
      }
    }
  }
  const tell = (id: QuoteId, type: "RecordModelStored" | "RecordModelLost", attempt: string) =>
    untilDone(() => dispatch(id, { type }, { principal: pricingSystem, key: `${type}:${id}:${attempt}` }));

  async function follow(id: QuoteId, { stored, recorded, attempt }: Announced): Promise<void> {
    const isStored = await stored.then(
      () => true,
      (error: unknown) => report(error),
    );
    if (!isStored) return tell(id, "RecordModelLost", attempt);
    let isRecorded = false;
    await untilDone(async () => {
      await recorded();
      isRecorded = true;
    });
    if (isRecorded) await tell(id, "RecordModelStored", attempt);
  }

  return {
    /** Whether one more can be followed. If not, its request waits for the store itself. */
    hasRoom: () => running < atOnceMax,
    /** Resolves when the quote knows, or nobody answers; never rejects. */
    follow: async (id: QuoteId, model: Announced): Promise<void> => {
      running += 1;
      await follow(id, model).finally(() => {
        running -= 1;
      });
    },
  };
}
export type Storing = ReturnType<typeof quoteStoring>;
