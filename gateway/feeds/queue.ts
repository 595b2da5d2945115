/** Commits waiting for one client; beyond this it is too slow and is cut, to resume from where it was. */
const waitingMax = 1_024;
/** How exactly the time without an item is kept, ms: one timer looks after all queues. */
const beatMs = 500;

type Beaten = Pick<ClientQueue<unknown>, "quietMs" | "beat">;

/** Queues somebody waits at, and since when. There are thousands, most of them quiet: each a timer would cost more. */
const waiting = new Map<Beaten, number>();
let beat: Timer | undefined;

function awaitBeat(queue: Beaten): void {
  waiting.set(queue, performance.now());
  beat ??= setInterval(() => {
    const now = performance.now();
    for (const [quiet, since] of waiting) if (now - since >= quiet.quietMs) quiet.beat();
    if (waiting.size > 0) return;
    clearInterval(beat);
    beat = undefined;
  }, beatMs);
}

/** What comes next: an item, "quiet" when none came for a while, "ended" once the client has gone or is too slow. */
export type Next<Item> = { readonly item: Item } | "quiet" | "ended";

/** A bounded queue between the log's reader, which never waits, and one client, which may. */
export class ClientQueue<Item> {
  readonly #items: Item[] = [];
  #wake: ((next: Next<Item>) => void) | undefined;
  #hasEnded = false;

  constructor(
    /** Ends the queue. */
    signal: AbortSignal,
    readonly quietMs: number,
  ) {
    if (signal.aborted) this.#hasEnded = true;
    else signal.addEventListener("abort", () => this.#end(), { once: true });
  }

  push(item: Item): void {
    if (this.#wake) this.#answer({ item });
    else if (this.#items.length < waitingMax) this.#items.push(item);
    else this.#end();
  }

  /** One at a time. */
  next(): Promise<Next<Item>> {
    if (this.#hasEnded) return Promise.resolve("ended");
    const item = this.#items.shift();
    if (item !== undefined) return Promise.resolve({ item });
    return new Promise((resolve) => {
      this.#wake = resolve;
      awaitBeat(this);
    });
  }

  /** Has been quiet for long enough to say so. */
  beat(): void {
    this.#answer("quiet");
  }

  #end(): void {
    this.#hasEnded = true;
    this.#answer("ended");
  }

  #answer(next: Next<Item>): void {
    const wake = this.#wake;
    this.#wake = undefined;
    waiting.delete(this);
    wake?.(next);
  }
}
