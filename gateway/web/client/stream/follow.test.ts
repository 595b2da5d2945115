import { afterAll, expect, test } from "bun:test";
import { eventually } from "#dev/testing/eventually.ts";
import { follow, type Line } from "./follow.ts";
import type { Frame } from "./parser.ts";

const last = 5;
const asked: (string | null)[] = [];

/** Sends the frame after the one the client has, and hangs up; refuses every third time. */
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: ({ headers }) => {
    if (headers.get("authorization") !== "Bearer secret") return new Response(null, { status: 401 });
    asked.push(headers.get("last-event-id"));
    if (asked.length % 3 === 0) return new Response(null, { status: 503 });
    const next = Number(headers.get("last-event-id") ?? 0) + 1;
    const body = next > last ? ": quiet\n\n" : `retry: 1\n\nid: ${next}\ndata: ${next}\n\nid: lo`;
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  },
});
afterAll(() => server.stop(true));

test("a client that is cut after every frame gets each once, in order", async () => {
  const leaving = new AbortController();
  const frames: Frame[] = [];
  const lines = new Set<Line>();
  const followed = follow({
    path: server.url.href,
    credential: async () => "secret",
    signal: leaving.signal,
    onFrame: (frame) => void frames.push(frame),
    onLine: (line) => void lines.add(line),
  });
  await eventually(() => asked.length > 2 * last, { what: "the end of the stream" });
  leaving.abort();
  await followed;
  expect(frames.map(({ data }) => data)).toEqual(["1", "2", "3", "4", "5"]);
  expect([...lines]).toEqual(["connecting", "live", "lost"]);
  expect(asked[0]).toBeNull();
});
