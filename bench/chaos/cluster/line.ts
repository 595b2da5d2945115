import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Which way bytes go: `up` to the server, `down` from it. */
export type Direction = "up" | "down";

/** One way through one connection. Held, it stops reading, so that bytes and the end wait where they are. */
class Way {
  #held = false;
  #ended = false;

  constructor(
    readonly from: Socket,
    readonly to: Socket,
  ) {
    from.on("data", (bytes) => {
      if (!to.write(bytes)) from.pause();
    });
    to.on("drain", () => this.#held || from.resume());
    from.on("end", () => this.#end());
    from.on("close", () => this.#end());
    from.on("error", () => {});
  }

  hold(held: boolean): void {
    this.#held = held;
    if (held) this.from.pause();
    else this.from.resume();
    if (!held && this.#ended) this.to.end();
  }

  #end(): void {
    this.#ended = true;
    if (!this.#held) this.to.end();
  }
}

/**
 * A TCP line to one loopback port that can fail as networks do: what is sent is not lost, but arrives only when the
 * line has healed, perhaps long after its sender has given up. Nothing refuses, nothing closes.
 */
export class Line {
  readonly #held = new Set<Direction>();
  readonly #ways = new Set<{ readonly direction: Direction; readonly way: Way }>();
  /** Connections that were opened while nothing came through. */
  #waiting: (() => void)[] = [];
  readonly #server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));

  private constructor(readonly to: number) {}

  static async open(to: number): Promise<Line> {
    const line = new Line(to);
    await new Promise<void>((resolve) => line.#server.listen(0, "127.0.0.1", resolve));
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  hold(...directions: Direction[]): void {
    for (const direction of directions) this.#held.add(direction);
    this.#apply();
  }

  heal(): void {
    this.#held.clear();
    this.#apply();
    for (const connectNow of this.#waiting.splice(0)) connectNow();
  }

  close(): void {
    this.#server.close();
    for (const { way } of this.#ways) way.from.destroy();
  }

  #apply(): void {
    for (const { direction, way } of this.#ways) way.hold(this.#held.has(direction));
  }

  #accept(client: Socket): void {
    client.on("error", () => {});
    // The handshake of TCP needs both ways.
    if (this.#held.size > 0) this.#waiting.push(() => this.#join(client));
    else this.#join(client);
  }

  #join(client: Socket): void {
    if (client.destroyed) return;
    const server = connect({ port: this.to, host: "127.0.0.1", allowHalfOpen: true });
    server.on("error", () => client.destroy());
    const ways = [
      { direction: "up", way: new Way(client, server) },
      { direction: "down", way: new Way(server, client) },
    ] as const;
    for (const way of ways) {
      this.#ways.add(way);
      way.way.from.on("close", () => this.#ways.delete(way));
    }
    this.#apply();
  }
}
