import type { Socket } from "bun";

/**
 * One keep-alive HTTP/1.1 connection that sends prepared bytes and reads the status and a body of stated length. The
 * generator shares two cores with what it measures: a general client would cost more than the server under test.
 */
export class HttpConnection {
  #socket: Socket | undefined;
  #pending: ((status: number) => void) | undefined;
  #received: Buffer = Buffer.alloc(0);

  async open(hostname: string, port: number): Promise<this> {
    this.#socket = await Bun.connect({
      hostname,
      port,
      socket: {
        data: (_, chunk) => this.#read(chunk),
        close: () => this.#answer(0),
        error: () => this.#answer(0),
      },
    });
    return this;
  }

  /** Sends a request; resolves with the answer's status, 0 when the connection was lost. */
  send(request: string): Promise<number> {
    return new Promise((resolve) => {
      this.#pending = resolve;
      this.#socket?.write(request);
    });
  }

  close(): void {
    this.#socket?.end();
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = this.#received.subarray(0, headEnd).toString("latin1");
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < headEnd + 4 + length) return;
    this.#received = this.#received.subarray(headEnd + 4 + length);
    this.#answer(Number(head.slice(9, 12)));
  }

  #answer(status: number): void {
    this.#pending?.(status);
    this.#pending = undefined;
  }
}
