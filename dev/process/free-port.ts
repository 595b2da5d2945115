import { createServer } from "node:net";

/** Below the range the system hands to outgoing connections, so that a port chosen now is still free at the next start. */
const lowest = 20_000;
const highest = 32_000;

/** Whether something may listen on this loopback port right now. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once("error", () => resolve(false));
  server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  return promise;
}

/** Given out by this process: their servers may not listen yet. */
const given = new Set<number>();

/** A loopback port nobody listens on; random, so that stacks started at once do not meet. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`no free port between ${lowest} and ${highest}`);
}
