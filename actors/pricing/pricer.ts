import { fingerprintOf } from "#contracts/command/fingerprint.ts";
import type { Model } from "#contracts/model/model.ts";
import type { Order } from "#contracts/order/order.ts";
import type { PriceBooks } from "#contracts/price-book/books.ts";
import { bookAt } from "#contracts/price-book/in-force.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { type Finding, finding } from "#contracts/pricing/finding.ts";
import { type PricingJob, targetOf } from "#contracts/pricing/job.ts";
import type { Quote } from "#contracts/quote/quote.ts";
import { mainPriceBook } from "#contracts/shared/ids.ts";
import { pricingSystem } from "#contracts/shared/principal.ts";
import type { Send } from "../runtime/activation/host.ts";
import { type FactsStore, ObjectMissing, type Work } from "./ports.ts";
import { type Found, type RecordCommand, recordOf } from "./record.ts";
import type { ReadModel } from "./stored-models.ts";
import { whileWorking } from "./while-working.ts";
import { priceOfWish, type Wish } from "./wish.ts";

export interface PricerDeps {
  readonly send: Send;
  readonly facts: FactsStore;
  readonly readModel: ReadModel;
  /** How long a price can be accepted, ms. */
  readonly priceValidMs: number;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Something a pricing node needs did not answer: the job is tried again. */
class NotNow extends Error {
  override readonly name = "NotNow";
}

const answerWithinMs = 5_000;

/** Whether a price for this submission is still waited for. */
const waits = (target: Order | Quote, submission: number): boolean =>
  ["SUBMITTED", "REQUESTED"].includes(target.status) && target.submission === submission;

/** Prices submitted orders and quotes: facts of the model, the price book in force, one command with what was found. */
export function pricer(deps: PricerDeps): Work<PricingJob> {
  const { send, now } = deps;

  async function read<State>(aggregate: string): Promise<State | undefined> {
    const reply = await send({ kind: "read", aggregate, deadline: now() + answerWithinMs });
    if (reply.kind !== "state") throw new NotNow(`${aggregate} cannot be read: ${reply.kind}`);
    return reply.state as State | undefined;
  }

  async function answer(job: PricingJob, command: RecordCommand): Promise<void> {
    const { submission, trace } = job;
    const target = targetOf(job);
    const id = `price:${target}:${submission}`;
    const given = { by: pricingSystem.id, at: new Date(now()).toISOString(), deadline: now() + answerWithinMs };
    // The same submission priced twice is the same command: what the first said stands.
    const message = {
      kind: "command",
      aggregate: target,
      command,
      id,
      fingerprint: fingerprintOf(id),
      ...given,
    } as const;
    const reply = await send(trace === undefined ? message : { ...message, trace });
    if (reply.kind === "unavailable") throw new NotNow(`${target} cannot be answered: ${reply.reason}`);
  }

  async function factsOf({ model }: Wish, stillWorking: () => void): Promise<ModelFacts | Finding> {
    const known = model?.sha256 ? await deps.facts.get(model.sha256) : undefined;
    if (known) return known;
    const { upload } = (model && (await read<Model>(model.modelId))) ?? {};
    if (!upload) return finding("model/unreadable", "The model's file never arrived. Upload it again.");
    try {
      const facts = await whileWorking(stillWorking, deps.readModel(upload));
      if (!("severity" in facts)) await deps.facts.put(facts);
      return facts;
    } catch (error) {
      if (!(error instanceof ObjectMissing)) throw error;
      return finding("model/unreadable", "The model's file is no longer there. Upload it again.");
    }
  }

  async function priceOf(wish: Wish, stillWorking: () => void): Promise<Found> {
    const book = bookAt(await read<PriceBooks>(mainPriceBook), new Date(now()).toISOString());
    if (!book) throw new NotNow("no price book has been published");
    if (wish.goods.kind === "ready-made") return priceOfWish(wish, undefined, book);
    const facts = await factsOf(wish, stillWorking);
    return "severity" in facts ? { findings: [facts] } : { ...priceOfWish(wish, facts, book), facts };
  }

  return async ({ job, isLastTry, stillWorking }) => {
    const target = await read<Order | Quote>(targetOf(job));
    if (!target || !waits(target, job.submission)) return; // Done, or no longer wanted.
    const found = await priceOf(target, stillWorking).catch((error: unknown): Found => {
      if (!isLastTry) throw error;
      const message = "The price could not be calculated. Ask for it again, or ask us.";
      return { findings: [finding("pricing/exhausted", message)] };
    });
    const acceptBy = new Date(now() + deps.priceValidMs).toISOString();
    return answer(job, recordOf(job, found, acceptBy));
  };
}
