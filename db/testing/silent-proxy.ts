import type { Socket } from "bun";

/** A TCP proxy in front of a server; its connections can fall silent: they stay open, and nothing comes through. */
export function silentProxy(to: { hostname: string; port: number }) {
  const silent = new Set<Socket>();
  const upstreams = new Map<Socket, Promise<Socket>>();
  const listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open: (client) => {
        const data = (_: Socket, bytes: Uint8Array) => void (silent.has(client) || client.write(bytes));
        upstreams.set(client, Bun.connect({ ...to, socket: { data, close: () => void client.end() } }));
      },
      data: async (client, bytes) => {
        const copy = bytes.slice(); // The buffer is used again as soon as this waits.
        if (!silent.has(client)) (await upstreams.get(client))?.write(copy);
      },
      close: async (client) => {
        (await upstreams.get(client))?.end();
        upstreams.delete(client);
      },
    },
  });
  return {
    port: listener.port,
    /** Connections of now stay silent for ever; later ones work. */
    fallSilent: () => {
      for (const client of upstreams.keys()) silent.add(client);
    },
    stop: () => listener.stop(true),
  };
}
