import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What a packet carries on most lines, bytes. */
const segmentBytes = 1_460;
/** How long a sender takes to notice that a packet was lost, and to send it again, ms. */
const retransmitMs = 300;

interface Weakness {
  /** One way. */
  readonly delayMs: number;
  /** The share of packets that are lost once. */
  readonly loss: number;
}

/** One way through one connection: bytes arrive late and in order, and those behind a lost packet wait for it. */
function pass(from: Socket, to: Socket, { delayMs, loss }: Weakness, random: () => number, notBefore = 0): void {
  let freeAt = notBefore;
  const later = (work: () => void, extraMs = 0) => {
    freeAt = Math.max(freeAt, Date.now() + delayMs + extraMs);
    setTimeout(() => to.destroyed || work(), freeAt - Date.now());
  };
  from.on("data", (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += segmentBytes) {
      const segment = bytes.subarray(at, at + segmentBytes);
      later(() => to.write(segment), random() < loss ? retransmitMs : 0);
    }
  });
  from.on("end", () => later(() => to.end()));
  from.on("close", () => later(() => to.destroy()));
  from.on("error", () => to.destroy());
}

/** Numbers that look random and are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A TCP proxy in front of a loopback port that is as slow and as lossy as a line to another place, and can be cut.
 * It works on bytes, not on packets: a lost packet is a pause of its connection, as it looks from above TCP.
 */
export async function weakLine(port: number, weakness: Weakness = { delayMs: 0, loss: 0 }) {
  const random = seeded(1);
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (isCut) return void client.destroy();
    // Shaking hands takes a round trip before the first byte.
    const shakenAt = Date.now() + 3 * weakness.delayMs;
    const far = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [client, far]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on("close", () => open.delete(socket));
    }
    pass(client, far, weakness, random, shakenAt);
    pass(far, client, weakness, random);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Ends every connection and lets none in. */
    cut: () => {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    heal: () => {
      isCut = false;
    },
    stop: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
