import { estimatePrice, type ReadRange, sampleModel } from "#actors/client.ts";
import type { Model } from "#contracts/model/model.ts";
import type { BookInForce } from "#contracts/pricing/price-book.ts";
import type { Quote } from "#contracts/quote/quote.ts";
import type { QuoteId } from "#contracts/shared/ids.ts";
import { pricingSystem } from "#contracts/shared/principal.ts";
import type { Dispatch } from "../orders/dispatch.ts";

/** Estimates made at once; whoever comes then has to wait for the price. */
const atOnceMax = 4;
/** Models this small are read as soon as a sample of them. */
const bytesMin = 4 * 1024 * 1024;
const withinMs = 5_000;

export interface EstimateDeps {
  /** Reads a part of a stored file. */
  readonly range: (key: string, signal: AbortSignal) => ReadRange;
  readonly book: () => Promise<BookInForce>;
  readonly dispatch: Dispatch;
  readonly random: () => number;
  readonly report: (error: unknown) => void;
}
type Wish = Pick<Quote, "owner" | "goods" | "model" | "choice" | "country">;

/** Whether a price will be long in coming: the file is large, and nobody has read it yet. */
export const isWorthwhile = ({ model }: Wish): boolean =>
  model !== undefined && model.sha256 === undefined && model.bytes >= bytesMin;

/**
 * Estimates for large models that went straight to the store: what a sample of their triangles says, long before the
 * file has been read. Nobody waits for one and none is owed: it is worked on beside the answer, and given up when it
 * takes long, when too much is going on, or when the price comes first.
 */
export function quoteEstimates({ range, book, dispatch, random, report }: EstimateDeps) {
  let running = 0;

  async function estimate(id: QuoteId, wish: Wish, { key, bytes }: NonNullable<Model["upload"]>): Promise<void> {
    const sampled = await sampleModel(range(key, AbortSignal.timeout(withinMs)), bytes, random);
    const found = sampled && estimatePrice(sampled, wish, await book());
    if (!found) return;
    const command = { type: "RecordEstimate", submission: 1, estimate: found } as const;
    await dispatch(id, command, { principal: pricingSystem, key: `estimate:${id}` });
  }

  return {
    /** Resolves when the estimate is there, or will not come; never rejects. */
    begin: async (id: QuoteId, wish: Wish, uploadOf: () => Promise<Model>): Promise<void> => {
      if (!isWorthwhile(wish) || running >= atOnceMax) return;
      running += 1;
      try {
        const { upload } = await uploadOf();
        if (upload) await estimate(id, wish, upload);
      } catch (error) {
        report(error); // Such as a refusal, because the price was there first.
      } finally {
        running -= 1;
      }
    },
  };
}
export type QuoteEstimates = ReturnType<typeof quoteEstimates>;
