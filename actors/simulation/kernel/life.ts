/**
 * One process from its start to its end: a node between two crashes, a log server, a client. Everything that will
 * happen in it is bound to its life: nothing happens any more once it is over, and what comes due while it is
 * paused (SIGSTOP) happens when it goes on, in the same order.
 */
export class Life {
  #over = false;
  #deferred: (() => void)[] | undefined;

  constructor(
    readonly name: string,
    /** This process's wall clock minus the true time, ms. */
    readonly skewMs = 0,
  ) {}

  get isOver(): boolean {
    return this.#over;
  }

  get isPaused(): boolean {
    return this.#deferred !== undefined;
  }

  end(): void {
    this.#over = true;
    this.#deferred = undefined;
  }

  pause(): void {
    if (!this.#over) this.#deferred ??= [];
  }

  /** What came due meanwhile, to be done now. */
  resume(): (() => void)[] {
    const due = this.#deferred ?? [];
    this.#deferred = undefined;
    return due;
  }

  defer(act: () => void): void {
    this.#deferred?.push(act);
  }
}
