import type { Delivery } from "../../runtime/processes/delivery.ts";

/** Another session has taken the place over, or this one has missed a delivery: what comes would not be in order. */
export class NotAlone extends Error {
  override readonly name = "NotAlone";
}

export interface Asking {
  readonly session: number;
  readonly received: number;
  readonly held: ReadonlySet<number>;
}

/** Given out at once. */
const pullMax = 32;
/** A message that nobody holds or acknowledges for this long is given out again, ms. */
const ackWaitMs = 3_000;

/**
 * A follower's durable place in a stream, as its server keeps it. Whoever takes it over gets everything above the
 * floor again, in order; who loses an acknowledgement gets that message again.
 */
export class Place {
  floor = 0;
  #session = 0;
  #next = 1;
  /** Deliveries of this session, which its server numbers. */
  #delivered = 0;
  readonly #acked = new Set<number>();
  readonly #givenMs = new Map<number, number>();

  constructor(
    readonly name: string,
    /** How long the stream is now, and what stands at a sequence of it. */
    readonly stream: { readonly length: () => number; readonly at: (seq: number) => Delivery },
    readonly onAck: (seq: number) => void = () => {},
  ) {}

  get isCaughtUp(): boolean {
    return this.floor === this.stream.length();
  }

  open(): number {
    this.#session += 1;
    this.#delivered = 0;
    this.#next = this.floor + 1;
    this.#acked.clear();
    this.#givenMs.clear();
    return this.#session;
  }

  /** What comes next, for who says how much it has had and which messages it holds. Throws NotAlone. */
  pull(asking: Asking, nowMs: number): { messages: Delivery[]; floor: number } {
    const { session, received, held } = asking;
    if (session !== this.#session || received !== this.#delivered) throw new NotAlone(this.name);
    const seqs = [...this.#givenMs].filter(([seq, at]) => !held.has(seq) && nowMs - at > ackWaitMs).map(([seq]) => seq);
    while (seqs.length < pullMax && this.#next <= this.stream.length()) seqs.push(this.#next++);
    for (const seq of seqs) this.#givenMs.set(seq, nowMs);
    this.#delivered += seqs.length;
    return { messages: seqs.map((seq) => this.stream.at(seq)), floor: this.floor };
  }

  ack(seq: number): void {
    this.#acked.add(seq);
    this.#givenMs.delete(seq);
    while (this.#acked.delete(this.floor + 1)) this.floor += 1;
    this.onAck(seq);
  }
}
