import { UserError } from "#dev/user-error.ts";
import { expectOk } from "../client/api.ts";
import { readSse } from "../client/sse.ts";
import { type Stage, startOrder, steps } from "./steps.ts";

/** One status an order has reached, and how long after the one before, ms. */
export interface Reached {
  readonly status: string;
  readonly afterMs: number;
}

export interface Life extends Pick<Stage, "cast" | "model" | "modelName" | "choice" | "agreed"> {
  readonly reference?: string;
  /** The order is left alone once it is here. */
  readonly until: string;
  readonly onStatus: (reached: Reached & { readonly orderId: string }) => void;
}

interface Timeline {
  readonly version: number;
  readonly timeline: readonly { readonly status: string; readonly at: string }[];
  readonly findings: readonly { readonly message: string }[];
}

const endings = ["CLOSED", "CANCELLED", "REJECTED", "PRICING_FAILED"];

/** Reads the order, tells of the statuses not told of yet, and moves it on once from each status it rests in. */
class Mover {
  #told = 0;
  #movedFrom: string | undefined;

  constructor(
    readonly life: Life,
    readonly orderId: string,
  ) {}

  /** Whether the order has come to where it is left alone. */
  async look(): Promise<boolean> {
    const { cast, until } = this.life;
    const order: Timeline = expectOk(await cast.customer.get(`/shop/v1/orders/${this.orderId}`));
    this.#tell(order);
    const status = order.timeline.at(-1)?.status ?? "";
    if (status === "PRICING_FAILED") throw new UserError(order.findings.map(({ message }) => message).join(" "));
    if (status === until || endings.includes(status)) return true;
    if (this.#movedFrom !== status) {
      this.#movedFrom = status;
      await steps[status]?.({ ...this.life, orderId: this.orderId, version: order.version });
    }
    return false;
  }

  #tell({ timeline }: Timeline): void {
    for (; this.#told < timeline.length; this.#told++) {
      const [before, now] = [timeline[this.#told - 1], timeline[this.#told]];
      if (!now) return;
      const afterMs = before ? Date.parse(now.at) - Date.parse(before.at) : 0;
      this.life.onStatus({ orderId: this.orderId, status: now.status, afterMs });
    }
  }
}

/** Carries one order from nothing to `until` through the public API, moved on by its own event stream. Gives its id. */
export async function liveOrder(life: Life): Promise<string> {
  const { customer } = life.cast;
  const orderId = await startOrder(life.cast, life.reference);
  const mover = new Mover(life, orderId);
  const stream = new URL(`/shop/v1/orders/${orderId}/events`, customer.url).href;
  let lastEventId: string | undefined;
  for (;;) {
    const leaving = new AbortController();
    const from = lastEventId === undefined ? {} : { lastEventId };
    const frames = readSse(stream, { token: customer.credential ?? "", signal: leaving.signal, ...from });
    for await (const { id, data } of frames) {
      lastEventId = id ?? lastEventId;
      if (data === undefined || !(await mover.look())) continue;
      leaving.abort();
      return orderId;
    }
  }
}
