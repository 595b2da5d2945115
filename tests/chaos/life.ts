import { legalSteps } from "#dev/checker/legal-steps.ts";
import type { Random } from "#dev/checker/random.ts";
import type { Answer } from "#dev/client/api.ts";
import type { Cast } from "./cast.ts";
import type { Client, Person } from "./client.ts";

/** Where an order may be left: once priced, anywhere. */
const goals = Object.keys(legalSteps).slice(4).concat("CLOSED");
/** The sooner of two: most orders are left early, so that a thousand of them fit into a test. */
const goalOf = (choose: Random) => goals[Math.floor(Math.min(choose(1), choose(1)) * goals.length)];
/** How often a client looks whether its order has been priced, ms. */
const lookEveryMs = 150;
const readyMade = { kind: "ready-made", sku: "band-classic-4mm" };
const madeOf = (modelId: string) => ({
  modelId,
  choice: { material: "silver-925", finishing: "polished", quantity: 1 },
});
/** How often the rarer of two things happens. */
const sometimes = 0.2;

/** One order, taken from nothing to a goal chosen by chance, by the people whose steps these are. */
export class Life {
  #order = "";
  #version = 0;
  #status = "";
  #operator: Person | undefined;

  constructor(
    readonly client: Client,
    readonly cast: Cast,
    /** Part of every key: the same life again would be the same order. */
    readonly name: string,
    readonly choose: Random,
  ) {}

  /** Gives the order's id. */
  async live(): Promise<string> {
    const { choose, cast } = this;
    const goal = goalOf(choose);
    const side = choose(1) < sometimes ? "shop" : "partner";
    await (side === "shop" ? this.#orderInShop() : this.#orderAsPartner());
    await this.#priced(side === "shop" ? cast.customer : cast.partner, side);
    if (side === "shop") await this.#seen(cast.customer, "/shop/v1", "accept-price");
    while (this.#status !== goal) await this.#step();
    return this.#order;
  }

  async #orderInShop(): Promise<void> {
    const { customer } = this.cast;
    await this.#do(customer, "/shop/v1/orders", { goods: readyMade, country: "DE" }, "start");
    await this.#do(customer, `/shop/v1/orders/${this.#order}/submit`, { quantity: 1 }, "submit");
  }

  async #orderAsPartner(): Promise<void> {
    const { modelId, partner } = this.cast;
    const wanted = this.choose(1) < sometimes ? madeOf(modelId) : { goods: readyMade, choice: { quantity: 2 } };
    await this.#do(partner, "/partner/v1/orders", { ...wanted, country: "DE" }, "place");
  }

  async #priced(by: Person, side: string): Promise<void> {
    while (this.#status === "SUBMITTED") {
      await Bun.sleep(lookEveryMs);
      const { body } = await this.client.read(by, this.#order, `/${side}/v1/orders/${this.#order}`);
      [this.#status, this.#version] = [body.status, body.version];
    }
  }

  async #step(): Promise<void> {
    const { seller, operators } = this.cast;
    const steps: Record<string, () => Promise<void>> = {
      PRICE_CALCULATED: () => this.#seen(seller, "/crm/v1", "approve"),
      MANUFACTURING_APPROVED: () => this.#taken(),
      MANUFACTURING_STARTED: () => this.#verb(this.#operator ?? operators[0], "/mes/v1", "complete"),
      MANUFACTURING_COMPLETED: () => this.#verb(operators[0], "/mes/v1", "pack"),
      PACKAGING: () => this.#verb(operators[1], "/mes/v1", "ship", { carrier: "Post", trackingNumber: "TRACK-1" }),
      SHIPPED: () => this.#seen(seller, "/crm/v1", "close"),
    };
    const step = steps[this.#status];
    if (!step) throw new Error(`${this.#order} rests in ${this.#status}`);
    await step();
  }

  /** Sometimes both operators reach for the same order; one of them is told that it is taken. */
  async #taken(): Promise<void> {
    const [one, other] = this.cast.operators;
    const wish = { path: `/mes/v1/orders/${this.#order}/start`, seen: this.#version, key: `${this.name}-take` };
    const takers = this.choose(1) < sometimes ? [one, other] : [one];
    const answers = await Promise.all(takers.map((by) => this.client.write(by, this.#order, wish)));
    const winners = takers.filter((_, index) => answers[index]?.status === 200);
    if (winners.length !== 1) throw new Error(`${this.#order} was taken by ${winners.length} operators`);
    this.#operator = winners[0];
    this.#learn(answers.find(({ status }) => status === 200) as Answer);
  }

  #verb(by: Person, side: string, verb: string, json?: unknown): Promise<void> {
    return this.#do(by, `${side}/orders/${this.#order}/${verb}`, json, verb);
  }

  /** A step that must say which version it was decided on. */
  #seen(by: Person, side: string, verb: string): Promise<void> {
    return this.#do(by, `${side}/orders/${this.#order}/${verb}`, {}, verb, this.#version);
  }

  async #do(by: Person, path: string, json: unknown, what: string, seen?: number): Promise<void> {
    const key = `${this.name}-${what}`;
    const order = this.#order === "" ? undefined : this.#order;
    const wish = { path, json, key, ...(seen === undefined ? {} : { seen }) };
    const answer = await this.client.write(by, order, wish);
    if (answer.status >= 300) throw new Error(`${path} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    this.#learn(answer);
  }

  #learn({ body }: Answer): void {
    [this.#order, this.#version, this.#status] = [body.id, body.version, body.status];
  }
}
