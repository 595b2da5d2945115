import { expect, test } from "bun:test";
import { Elysia } from "elysia";
import { sayGoodbye } from "./goodbye.ts";

const app = new Elysia()
  .get("/slow/:id", async ({ params }) => {
    await Bun.sleep(5);
    return params.id;
  })
  .listen({ hostname: "127.0.0.1", port: 0, reusePort: false });

/** Asks on a connection it keeps, until it is told that it was the last time; gives the number of answers. */
async function untilToldToGo(url: string): Promise<number> {
  for (let answers = 1; ; answers++) {
    const response = await fetch(url);
    expect(await response.text()).toBe("1");
    if (response.headers.get("connection") === "close") return answers;
  }
}

test("busy clients are told to go before the port closes, and none is cut off", async () => {
  const url = `http://127.0.0.1:${app.server?.port}/slow/1`;
  const clients = Array.from({ length: 4 }, () => untilToldToGo(url));
  await fetch(url);
  await sayGoodbye(app);
  await app.stop();
  for (const answers of await Promise.all(clients)) expect(answers).toBeGreaterThan(0);
  expect(fetch(url)).rejects.toThrow();
});
