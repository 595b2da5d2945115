import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import type { Api } from "#dev/client/api.ts";
import { readSse, type SseFrame } from "#dev/client/sse.ts";
import { eventually } from "#dev/testing/eventually.ts";

/** A client of an event stream that is cut after every frame and comes back with the last id it was given. */
export class CutClient {
  readonly events: CloudEvent[] = [];
  cuts = 0;
  lastEventId: string | undefined;
  readonly #leaving = new AbortController();
  /** The last connection brought an empty frame only; the next one waits for more, or it would never end. */
  #wasQuiet = false;

  constructor(
    readonly api: Api,
    readonly path: string,
  ) {}

  /** Begins; resolves when `leave` is called. */
  async run(): Promise<void> {
    while (!this.#leaving.signal.aborted) {
      try {
        await this.#untilCut();
        this.cuts++;
      } catch (error) {
        if (!this.#leaving.signal.aborted) await this.#untilServed(error);
      }
    }
  }

  leave(): void {
    this.#leaving.abort();
  }

  async #untilCut(): Promise<void> {
    const { api, lastEventId } = this;
    const from = lastEventId === undefined ? {} : { lastEventId };
    const url = new URL(this.path, api.url).href;
    const frames = readSse(url, { token: api.credential ?? "", signal: this.#leaving.signal, ...from });
    for await (const frame of frames) if (this.#take(frame)) return;
  }

  /** Whether the connection is cut after this frame. */
  #take({ id, event, data }: SseFrame): boolean {
    if (event === "bye" || (id === undefined && data === undefined)) return false;
    this.lastEventId = id ?? this.lastEventId;
    if (event === "reset") throw new Error(`reset: ${data}`);
    if (data === undefined) {
      const stays = this.#wasQuiet;
      this.#wasQuiet = true;
      return !stays;
    }
    this.#wasQuiet = false;
    this.events.push(JSON.parse(data));
    return true;
  }

  /** A node that restarts is away for a moment. Throws the reason when it stays away. */
  async #untilServed(cause: unknown): Promise<void> {
    const isOver = async () => this.#leaving.signal.aborted || (await this.api.get("/healthz")).status === 200;
    await eventually(isOver, { deadlineMs: 20_000, what: `an answer after ${String(cause)}` });
  }
}
