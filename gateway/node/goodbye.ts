interface Server {
  readonly reload: (options: { routes: object; fetch: (request: Request) => Promise<Response> }) => unknown;
}

interface App {
  readonly server: Server | null;
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** Whoever keeps a connection and sends again within this is told to make a new one elsewhere, ms. */
const goodbyeMs = 300;

/**
 * Ends the connections clients keep open, each with an answer that says so: closing the port alone would cut off the
 * requests that are on their way. Resolves when whoever is busy has been told; the port is open until then.
 */
export async function sayGoodbye({ server, fetch }: App): Promise<void> {
  server?.reload({
    // Routes that were registered with the server itself would pass this by.
    routes: {},
    fetch: async (request) => {
      const { body, status, headers } = await fetch(request);
      const last = new Headers(headers);
      last.set("connection", "close");
      return new Response(body, { status, headers: last });
    },
  });
  await Bun.sleep(goodbyeMs);
}
