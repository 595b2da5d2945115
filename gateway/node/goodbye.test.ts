import { expect, test } from "bun:test";
import { Elysia } from "elysia";
import { sayGoodbye } from "./goodbye.ts";

const app = new Elysia()
  .get("/slow/:id", async ({ params }) => {
    await Bun.sleep(5);
    return params.id;
  })
  .listen({ hostname: "127.0.0.1", port: 0, reusePort: false });

test("a busy client on a connection it keeps is cut off by no stop: its last answer says that it was the last", async () => {
  const url = `http://127.0.0.1:${app.server?.port}/slow/1`;
  const outcomes = new Set<string>();
  let answers = 0;
  const client = async () => {
    for (;;) {
      const outcome = await fetch(url).then(
        async (response) => {
          answers += (await response.text()) === "1" ? 1 : 0;
          return response.headers.get("connection") ?? "open";
        },
        (error: { code?: string }) => error.code ?? String(error),
      );
      outcomes.add(outcome);
      if (outcome !== "open" && outcome !== "close") return;
    }
  };
  const clients = Array.from({ length: 4 }, client);
  while (answers < 20) await Bun.sleep(1);
  await sayGoodbye(app);
  await app.stop();
  await Promise.all(clients);
  expect(outcomes).toEqual(new Set(["open", "close", "ECONNREFUSED"]));
});
