import { createHash } from "node:crypto";
import type { Operation, Write } from "#dev/checker/history.ts";
import type { Random } from "#dev/checker/random.ts";
import type { Answered, Ask } from "./insist.ts";
import type { LoadPlan, Placed } from "./plan.ts";

/** Of the orders that were placed, the share that goes on like this at once. */
const readShare = 0.1;
const cancelShare = 0.1;
const repeatShare = 0.05;

const wish = { goods: { kind: "ready-made", sku: "band-classic-4mm" }, choice: { quantity: 1 }, country: "DE" };

export interface Notebook {
  readonly note: (operation: Operation) => void;
  readonly placed: (placed: Placed) => void;
  readonly repeated: (difference: string | undefined) => void;
}

/** The id a command has in the log: a function of who gave it under which key. */
const commandId = (accountId: string, key: string): string =>
  createHash("sha256").update(`${accountId}\n${key}`).digest("base64url").slice(0, 27);

/** A company's program: places orders, looks at some, cancels some while they are priced, sends some twice. */
export class Customer {
  constructor(
    readonly plan: LoadPlan,
    readonly choose: Random,
    readonly ask: (ask: Ask) => Promise<Answered | undefined>,
    readonly book: Notebook,
  ) {}

  /** `meantMs` is when it was to begin, epoch ms. */
  async order(number: number, meantMs: number): Promise<void> {
    const key = `chaos-${this.plan.seed}-${number}`;
    const place: Ask = { method: "POST", path: "/partner/v1/orders", json: { ...wish, reference: key }, key };
    const answer = await this.#write(place, key, `unknown-${key}`);
    if (answer?.status !== 201) return;
    const { id = "" } = answer.body;
    this.book.placed({ order: id, meantMs, acknowledgedMs: Date.now() });
    const luck = this.choose(1);
    if (luck < readShare) await this.#read(id);
    else if (luck < readShare + cancelShare) await this.#cancel(id, `${key}-cancel`);
    else if (luck < readShare + cancelShare + repeatShare) await this.#repeat(place, answer);
  }

  async #write(ask: Ask, key: string, order: string): Promise<Answered | undefined> {
    const begun = { kind: "write", id: commandId(this.plan.accountId, key), calledMs: performance.now() } as const;
    const answer = await this.ask(ask);
    const told: Pick<Write, "order" | "outcome" | "version"> = answer
      ? {
          order: answer.body.id ?? order,
          outcome: answer.status < 300 ? "ok" : "refused",
          version: answer.body.version,
        }
      : { order, outcome: "unknown" };
    this.book.note({ ...begun, ...told, returnedMs: answer ? performance.now() : Number.POSITIVE_INFINITY });
    return answer;
  }

  #cancel(order: string, key: string): Promise<Answered | undefined> {
    const json = { reason: "no longer wanted" };
    return this.#write({ method: "POST", path: `/partner/v1/orders/${order}/cancel`, json, key }, key, order);
  }

  async #read(order: string): Promise<void> {
    const calledMs = performance.now();
    const answer = await this.ask({ method: "GET", path: `/partner/v1/orders/${order}` });
    if (!answer) return;
    // What was acknowledged must be found: an absent order is one of version 0.
    const version = answer.status === 200 ? (answer.body.version ?? 0) : 0;
    this.book.note({ kind: "read", order, version, calledMs, returnedMs: performance.now() });
  }

  async #repeat(place: Ask, first: Answered): Promise<void> {
    const again = await this.ask(place);
    if (!again) return;
    const same = again.body.id === first.body.id && again.body.version === first.body.version;
    this.book.repeated(
      same ? undefined : `${JSON.stringify(first.body)} then ${again.status} ${JSON.stringify(again.body)}`,
    );
  }
}
