import type { Socket } from "bun";

/**
 * One keep-alive HTTP/1.1 connection that sends prepared bytes and reads the status and a body of stated length or in
 * chunks. The generator shares two cores with what it measures: a general client would cost more than the server under
 * test.
 */
export class HttpConnection {
  #socket: Socket | undefined;
  #pending: ((status: number) => void) | undefined;
  #received: Buffer | undefined;

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
    const received = this.#received ? Buffer.concat([this.#received, chunk]) : chunk;
    const isWhole = endsWithBody(received);
    this.#received = isWhole ? undefined : received;
    if (isWhole) this.#answer(Number(received.toString("latin1", 9, 12)));
  }

  #answer(status: number): void {
    this.#pending?.(status);
    this.#pending = undefined;
  }
}

/** Whether these bytes are one answer from its first to its last; there is never a second one behind it. */
function endsWithBody(received: Buffer): boolean {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const head = received.toString("latin1", 0, headEnd);
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return received.length >= headEnd + 4 + Number(length);
  return !/transfer-encoding: chunked/i.test(head) || received.subarray(-5).toString("latin1") === "0\r\n\r\n";
}
