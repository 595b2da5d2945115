/** Commits waiting for one client; beyond this it is too slow and is cut, to resume from where it was. */
const waitingMax = 1_024;

/** A bounded queue between the log's reader, which never waits, and one client, which may. */
export class ClientQueue<Item> {
  readonly #items: Item[] = [];
  #wake: (() => void) | undefined;
  #overflown = false;

  push(item: Item): void {
    if (this.#items.length >= waitingMax) this.#overflown = true;
    else this.#items.push(item);
    this.#wake?.();
  }

  /** The next item; "quiet" when none came for `quietMs`; "ended" once the client is too slow or `signal` aborts. */
  async next(quietMs: number, signal: AbortSignal): Promise<{ readonly item: Item } | "quiet" | "ended"> {
    if (!this.#ready(signal)) await this.#wait(quietMs, signal);
    if (signal.aborted || this.#overflown) return "ended";
    const item = this.#items.shift();
    return item === undefined ? "quiet" : { item };
  }

  #ready(signal: AbortSignal): boolean {
    return this.#items.length > 0 || this.#overflown || signal.aborted;
  }

  #wait(quietMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, quietMs);
      signal.addEventListener("abort", done, { once: true });
      this.#wake = done;
    });
  }
}
