import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "#dev/process/free-port.ts";
import { root } from "#dev/root.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";

const roles = "gateway,orders";
let installation: TestNode;
beforeAll(async () => {
  installation = await startNode({ prefix: freshPrefix(), roles });
});
afterAll(() => installation.stop());

/** `./bezel node` with these options on a port of its own, and what it writes. */
async function run(options: readonly string[], port?: number) {
  const at = port ?? (await freePort());
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...installation.env, BEZEL_NODE_ID: "pair", BEZEL_PORT: String(at), LOG_LEVEL: "info" };
  const command = [process.execPath, join(root, "dev", "cli", "main.ts"), "node", "--roles", roles, ...options];
  const child = Bun.spawn(command, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const written = { log: "", errors: "" };
  const keep = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>, to: keyof typeof written) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) written[to] += text;
  };
  const closed = Promise.all([keep(child.stdout, "log"), keep(child.stderr, "errors")]);
  const end = async () => {
    const code = await child.exited;
    await closed;
    return code;
  };
  return { child, port: at, written, end };
}

/** Names of the nodes whose log has a line with this message. */
function nodesThatSaid({ written }: { written: { log: string } }, message: string): string[] {
  const lines = written.log.split("\n").filter((line) => line.endsWith("}"));
  const said = lines
    .map((line) => JSON.parse(line) as { node: string; msg: string })
    .filter(({ msg }) => msg === message);
  return [...new Set(said.map(({ node }) => node))].sort();
}

const both = ["pair-1", "pair-2"];
const ready = (nodes: { written: { log: string } }) =>
  eventually(() => nodesThatSaid(nodes, "ready").length === 2, { deadlineMs: 60_000, what: "both nodes" });

describe("./bezel node --processes 2", () => {
  test("runs two nodes on one port, and both take requests, until all are told to stop", async () => {
    const nodes = await run(["--processes", "2"]);
    await ready(nodes);
    const ask = () =>
      fetch(`http://127.0.0.1:${nodes.port}/partner/v1/catalogue`, { headers: { connection: "close" } });
    const answers = Array.from({ length: 64 }, async () => (await ask()).status);
    expect(new Set(await Promise.all(answers))).toEqual(new Set([200]));
    await eventually(() => nodesThatSaid(nodes, "request").length === 2, { what: "requests at both" });
    nodes.child.kill("SIGTERM");
    expect(await nodes.end()).toBe(0);
    expect(nodesThatSaid(nodes, "stopping")).toEqual(both);
    expect(nodes.written.errors).toBe("");
  }, 120_000);

  test("ends as a whole, and says why, when one of them dies", async () => {
    const nodes = await run(["--processes", "2"]);
    await ready(nodes);
    const { pid } = nodes.child;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
    expect(children).toHaveLength(2);
    process.kill(children[0] ?? 0, "SIGKILL");
    expect(await nodes.end()).not.toBe(0);
    expect(nodes.written.errors).toContain("pair-1 ended (SIGKILL); the others are stopped.");
    expect(nodesThatSaid(nodes, "stopping")).toEqual(["pair-2"]);
  }, 120_000);
});

test("without being asked to, no node shares a port that is taken", async () => {
  const second = await run([], installation.port);
  expect(await second.end()).toBe(1);
  expect(second.written.errors).toMatch(/in use|EADDRINUSE/);
}, 120_000);

test("a number of processes that makes no sense is refused", async () => {
  const none = await run(["--processes", "0"]);
  expect(await none.end()).toBe(1);
  expect(none.written.errors).toContain("--processes must be a whole number from 1 to 16");
}, 60_000);
