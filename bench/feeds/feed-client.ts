import type { Socket } from "bun";

/** One event as a client got it: which order it is about, and when, epoch ms. */
export interface Heard {
  readonly order: string;
  readonly atMs: number;
}

/**
 * A client of a feed on a bare socket, because ten thousand of them share a core with what they measure. It comes back
 * with its last event id whenever it is cut, and can stop reading for a while, as a stalled one does.
 */
export class FeedClient {
  readonly heard: Heard[] = [];
  resets = 0;
  cuts = 0;
  isThere = false;
  #socket: Socket | undefined;
  #lastId: string | undefined;
  #rest = "";
  #isOver = false;

  constructor(
    readonly port: number,
    readonly apiKey: string,
    readonly nowMs: () => number,
  ) {}

  async open(): Promise<void> {
    this.#rest = "";
    this.#socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: this.port,
      socket: {
        data: (_, chunk) => this.#read(chunk.toString("latin1")),
        close: () => this.#again(),
        error: () => {},
      },
    });
    const resume = this.#lastId === undefined ? [] : [`Last-Event-ID: ${this.#lastId}`];
    const head = ["GET /partner/v1/feed HTTP/1.1", "Host: 127.0.0.1", `Authorization: Bearer ${this.apiKey}`];
    this.#socket.write(`${[...head, "Accept: text/event-stream", ...resume].join("\r\n")}\r\n\r\n`);
  }

  stall(): void {
    this.#socket?.pause();
  }

  goOn(): void {
    this.#socket?.resume();
  }

  close(): void {
    this.#isOver = true;
    this.#socket?.end();
  }

  #again(): void {
    this.isThere = false;
    if (this.#isOver) return;
    this.cuts += 1;
    setTimeout(() => void this.open().catch(() => this.#again()), 100);
  }

  /** Frames are lines; what chunked transfer puts between them begins with none of their words. */
  #read(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("id: ")) {
        this.#lastId = line.slice(4);
        this.isThere = true;
      } else if (line.startsWith("event: reset")) this.resets += 1;
      else if (line.startsWith("data: ")) this.#hear(line);
    }
  }

  #hear(line: string): void {
    const order = /"subject":"(ord_[a-z0-9]+)"/.exec(line)?.[1];
    if (order) this.heard.push({ order, atMs: this.nowMs() });
  }
}
