/** How many of the last events a failing run shows. */
const shownMax = 60;

/** What happened in a run: a hash over all of it, and the end of it in words. */
export class Trace {
  readonly #times: number[] = [];
  readonly #whats: string[] = [];
  #hash = 0;
  #events = 0;

  add(atMs: number, what: string): void {
    this.#events += 1;
    this.#hash = Math.imul(Bun.hash.crc32(what, this.#hash), 0x01000193) ^ Math.round(atMs * 1_000);
    // Put into words only when somebody asks: there are thousands of them.
    this.#times[this.#events % shownMax] = atMs;
    this.#whats[this.#events % shownMax] = what;
  }

  /** Equal for runs in which the same happened at the same moments. */
  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, "0");
  }

  get events(): number {
    return this.#events;
  }

  /** The last events, oldest first. */
  get last(): string[] {
    const oldest = Math.max(1, this.#events - shownMax + 1);
    const shown = Array.from({ length: this.#events - oldest + 1 }, (_, n) => (oldest + n) % shownMax);
    return shown.map((at) => `${this.#times[at]?.toFixed(3).padStart(10)} ${this.#whats[at]}`);
  }
}
