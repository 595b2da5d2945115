import type { Msg } from "@nats-io/nats-core";

const nanos = 1_000_000;

/** One delivery of a job, answered by the subject it came with (NATS: "JetStream wire API reference", acknowledgements). */
export class Delivery {
  constructor(private readonly message: Msg) {}

  json(): unknown {
    return this.message.json();
  }

  /** 1 for the first time the job is given to anybody. */
  get tries(): number {
    // $JS.ACK.<stream>.<consumer>.<tries>…; servers with domains put two tokens before the stream.
    const tokens = (this.message.reply ?? "").split(".");
    return Number(tokens[tokens.length > 10 ? 6 : 4] ?? 1);
  }

  ack(): void {
    this.message.respond("+ACK");
  }

  /** It goes on: nobody else is given the job for another while. */
  working(): void {
    this.message.respond("+WPI");
  }

  /** Again, after so long. */
  nak(afterMs: number): void {
    this.message.respond(`-NAK ${JSON.stringify({ delay: afterMs * nanos })}`);
  }

  /** Never again. */
  term(reason: string): void {
    this.message.respond(`+TERM ${reason}`);
  }
}
