/** What one client asked once and was told. Times are epoch ms with fractions, so that processes can compare them. */
export interface Told {
  readonly client: number;
  readonly key: string;
  readonly by: "partner" | "seller";
  readonly order: string;
  readonly version: number | undefined;
  readonly calledMs: number;
  readonly returnedMs: number;
}

/** Requests that did not bring what was asked for at the first time of asking. */
export interface Trouble {
  /** Answered with an error. */
  failed: number;
  /** The connection ended, or nothing came in time, after the request had been sent. */
  cut: number;
  /** No connection could be made: nothing was sent. */
  refused: number;
}

export interface ClientPlan {
  readonly number: number;
  /** Gateways, the one to begin with first; the next is taken when a connection fails. */
  readonly urls: readonly string[];
  readonly credentials: { readonly partner: string; readonly seller: string };
  readonly paceMs: number;
  /** A gateway that does not answer within this is left for another, which is given the longer time. */
  readonly firstWithinMs: number;
  readonly laterWithinMs: number;
}

/** Commands an order is given before the next one is placed: few, as orders get in life. */
const commandsPerOrder = 10;
/** Before the same is sent again, ms. */
const againAfterMs = 5;

export const nowMs = (): number => performance.timeOrigin + performance.now();

const order = JSON.stringify({
  goods: { kind: "ready-made", sku: "band-classic-4mm" },
  choice: { quantity: 1 },
  country: "DE",
});

interface Wish {
  readonly by: "partner" | "seller";
  readonly path: string;
  readonly body: string;
}

interface Answer {
  readonly id: string;
  readonly version: number;
}

/** A program that places orders and holds and resumes them, one request at a time, until it is told to stop. */
export class Client {
  readonly told: Told[] = [];
  readonly trouble: Trouble = { failed: 0, cut: 0, refused: 0 };
  #gateway = 0;

  constructor(readonly plan: ClientPlan) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const placed = await this.#do({ by: "partner", path: "/partner/v1/orders", body: order }, "", signal);
      for (let i = 0; placed && i < commandsPerOrder && !signal.aborted; i++) {
        const verb = i % 2 === 0 ? "hold" : "resume";
        const body = i % 2 === 0 ? '{"reason":"bench"}' : "{}";
        await this.#do({ by: "seller", path: `/crm/v1/orders/${placed.id}/${verb}`, body }, placed.id, signal);
      }
    }
  }

  /** Insists under one key until it is done; undefined when told to stop first. */
  async #do(wish: Wish, known: string, signal: AbortSignal): Promise<Answer | undefined> {
    const key = crypto.randomUUID();
    const calledMs = nowMs();
    const note = (answer?: Answer) => {
      const at = { calledMs, returnedMs: answer ? nowMs() : Number.MAX_VALUE };
      const what = { order: answer?.id ?? known, version: answer?.version };
      this.told.push({ client: this.plan.number, key, by: wish.by, ...what, ...at });
    };
    let withinMs = this.plan.firstWithinMs;
    while (!signal.aborted) {
      const answer = await this.#send(wish, key, withinMs);
      withinMs = this.plan.laterWithinMs;
      if (answer) {
        note(answer);
        await Bun.sleep(this.plan.paceMs);
        return answer;
      }
      await Bun.sleep(againAfterMs);
    }
    note();
    return undefined;
  }

  async #send({ by, path, body }: Wish, key: string, withinMs: number): Promise<Answer | undefined> {
    const { urls, credentials } = this.plan;
    try {
      const response = await fetch(`${urls[this.#gateway % urls.length]}${path}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${credentials[by]}`,
          "content-type": "application/json",
          "idempotency-key": key,
        },
        body,
        signal: AbortSignal.timeout(withinMs),
      });
      const answer = (await response.json()) as Answer;
      // Told that this gateway is about to leave.
      if (response.headers.get("connection") === "close") this.#gateway += 1;
      if (response.ok) return answer;
      this.trouble.failed += 1;
    } catch (error) {
      this.#gateway += 1;
      const refused = (error as { code?: string }).code === "ECONNREFUSED";
      this.trouble[refused ? "refused" : "cut"] += 1;
    }
    return undefined;
  }
}
