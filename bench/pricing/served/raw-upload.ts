import { once } from "node:events";
import { connect, type Socket } from "node:net";

const chunkBytes = 1 << 18;

export interface Answered {
  readonly status: number;
  readonly body: string;
  /** From the moment the file's last chunk was handed to the kernel until the answer was there, ms. */
  readonly ms: number;
}

/** The answer to the one request of a connection. Throws when it does not say how long it is. */
async function answer(socket: Socket): Promise<Omit<Answered, "ms">> {
  let received = Buffer.alloc(0);
  for await (const bytes of socket) {
    received = Buffer.concat([received, bytes as Buffer]);
    const end = received.indexOf("\r\n\r\n");
    if (end < 0) continue;
    const head = received.subarray(0, end).toString();
    const length = /^content-length: (\d+)$/im.exec(head)?.[1];
    if (length === undefined) throw new Error(`an answer without a length: ${head}`);
    if (received.length < end + 4 + Number(length)) continue;
    return { status: Number(head.split(" ")[1]), body: received.subarray(end + 4).toString() };
  }
  throw new Error("the connection ended before the answer");
}

/**
 * Sends a file as the body of a request over a socket of its own: a client library would not say when the last byte has
 * left. What is still in the buffers of the kernel then counts against the server.
 */
export async function uploadRaw(url: URL, headers: Record<string, string>, file: Uint8Array): Promise<Answered> {
  const socket = connect({ host: url.hostname, port: Number(url.port) });
  try {
    await once(socket, "connect");
    socket.setNoDelay(true);
    const given = { host: url.host, "content-length": String(file.length), ...headers };
    const lines = Object.entries(given).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`POST ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}\r\n`);
    const answered = answer(socket);
    answered.catch(() => {}); // It is told when it is asked for.
    for (let at = 0; at < file.length; at += chunkBytes) {
      const chunk = file.subarray(at, at + chunkBytes);
      await new Promise<void>((resolve, reject) => socket.write(chunk, (error) => (error ? reject(error) : resolve())));
    }
    const lastByteAt = performance.now();
    return { ...(await answered), ms: performance.now() - lastByteAt };
  } finally {
    socket.destroy();
  }
}
