import { monthOf, toBase32 } from "#contracts/shared/ids.ts";
import type { Dice } from "../kernel/dice.ts";
import { Life } from "../kernel/life.ts";
import type { World } from "../world/world.ts";
import { Client } from "./client.ts";
import type { Operation } from "./operation.ts";
import { orderBeginning, orderCommands } from "./order-life.ts";
import { commandWish, counterWish, readWish } from "./wishes.ts";

/** Everybody who wants something of the installation. */
export class Crowd {
  readonly clients: Client[] = [];
  readonly aggregates: string[] = [];
  #busy = 0;
  #ids = 0;
  readonly #dice: Dice;
  readonly #life = new Life("clients");

  constructor(readonly world: World) {
    this.#dice = world.dice.fork();
  }

  get isDone(): boolean {
    return this.#busy === 0;
  }

  get operations(): Operation[] {
    return this.clients.flatMap(({ operations }) => operations);
  }

  /** Sends clients out: to every aggregate one who creates it, and others who come at any time. */
  begin(): void {
    for (let n = 0; n < this.world.plan.counters; n++) {
      const id = this.#newAggregate("cnt");
      for (let client = this.#dice.pick([1, 1, 2]); client > 0; client--)
        this.#send((c) => this.#count(c, id, client === 1));
    }
    if (this.world.plan.hasProcesses) {
      const targets = [1, 2, 3].map(() => this.#newAggregate("tgt"));
      for (let n = 0; n < this.world.plan.sources; n++) {
        const id = this.#newAggregate("src");
        this.#send((c) => this.#emit(c, id, targets));
      }
    }
    for (let n = 0; n < this.world.plan.orders; n++) {
      const id = this.#newAggregate("ord");
      for (let client = 1 + this.#dice.below(2); client > 0; client--)
        this.#send((c) => this.#order(c, id, client === 1));
    }
  }

  /** Something for processes to do: sources that emit to a few targets, which all of them share. */
  async #emit(client: Client, id: string, targets: readonly string[]): Promise<void> {
    for (let steps = 2 + client.dice.below(4); steps > 0; steps--) {
      await client.think();
      const command = { type: "Emit", n: client.dice.below(10) - 2, to: client.dice.pick(targets) };
      await client.ask(commandWish(id, this.#newId(), command));
    }
  }

  /** When all is over, everybody looks once more. */
  readEverything(): void {
    for (const id of this.aggregates)
      this.#send(async (client) => void (await client.ask(readWish(id, this.#newId()))));
  }

  #send(work: (client: Client) => Promise<void>): void {
    const client = new Client(this.world, this.#life, this.#dice.fork());
    this.clients.push(client);
    this.#busy += 1;
    const done = () => {
      this.#busy -= 1;
    };
    work(client).then(done, (error: unknown) => {
      this.world.report(`a client failed: ${error instanceof Error ? error.stack : error}`);
      done();
    });
  }

  async #count(client: Client, id: string, creates: boolean): Promise<void> {
    let known = 0;
    await client.think();
    if (creates) await client.ask(commandWish(id, this.#newId(), { type: "Open", limit: 5 + client.dice.below(20) }));
    for (let steps = 1 + client.dice.below(2); steps > 0; steps--) {
      await client.think();
      const { answer, wish } = await client.ask(counterWish(client.dice, id, this.#newId(), known));
      known = answer?.version ?? known;
      if (wish.kind === "command" && client.dice.chance(0.05)) await this.#again(client, wish);
    }
  }

  /** Sends a wish that was answered once more, perhaps with other parameters under the same key. */
  async #again(client: Client, wish: Operation["wish"]): Promise<void> {
    const changed = client.dice.chance(0.3) ? { fingerprint: "changed" } : {};
    await client.ask({ ...wish, ...changed });
  }

  async #order(client: Client, id: string, creates: boolean): Promise<void> {
    const beginning = creates ? orderBeginning(client.dice) : [];
    for (const command of [...beginning, ...orderCommands(client.dice, creates)]) {
      await client.think();
      await client.ask(commandWish(id, this.#newId(), command));
    }
  }

  #newId(): string {
    this.#ids += 1;
    return `c${this.#ids}`;
  }

  #newAggregate(prefix: string): string {
    const month = monthOf(new Date(this.world.plan.beginsAtMs - 5 * 60_000).toISOString());
    const bytes = Uint8Array.from({ length: 10 }, () => this.#dice.below(256));
    const id = `${prefix}_${month}${toBase32(bytes)}`;
    this.aggregates.push(id);
    return id;
  }
}
