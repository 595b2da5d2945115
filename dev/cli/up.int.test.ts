import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#dev/process/free-port.ts";
import { root } from "#dev/root.ts";
import { removePostgres } from "#dev/stack/postgres/home.ts";
import { eventually } from "#dev/testing/eventually.ts";

setDefaultTimeout(60_000);

// Where everybody may enter: as root, Postgres runs as somebody else.
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "bezel-up-"));
  chmodSync(path, 0o755);
  return path;
};
const data = folder();
const port = await freePort();
const address = `http://127.0.0.1:${port}`;

/** Runs a command of ./bezel on the data folder; collects what it says. */
function bezel(...args: string[]) {
  const command = [process.execPath, join(root, "dev", "cli", "main.ts"), ...args, "--data", data];
  const child = Bun.spawn(command, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const streams = [child.stdout, child.stderr].map((stream) => Bun.readableStreamToText(stream));
  const ended = Promise.all([child.exited, ...streams]).then(([exitCode, ...text]) => ({
    exitCode,
    said: text.join(""),
  }));
  return { child, ended };
}

const up = () => bezel("up", "--port", String(port));

/** Resolves when the node answers; rejects with what `up` said when that ended instead. */
async function ready({ ended }: ReturnType<typeof up>): Promise<void> {
  const answering = eventually(async () => (await fetch(`${address}/readyz`)).ok, { deadlineMs: 50_000 });
  const failing = ended.then(({ said }) => Promise.reject(new Error(said)));
  await Promise.race([answering, failing]);
}

/** The servers that were noted as started, by name. */
function serverPids(): Record<string, number> {
  const records = JSON.parse(readFileSync(join(data, "processes.json"), "utf8")) as { name: string; pid: number }[];
  return Object.fromEntries(records.map(({ name, pid }) => [name, pid]));
}

const isGone = (pid: number) => {
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
};

afterAll(() => {
  removePostgres(join(data, "postgres"));
  rmSync(data, { recursive: true, force: true });
});

describe("./bezel up", () => {
  let first: ReturnType<typeof up>;
  let pids: number[];

  beforeAll(async () => {
    first = up();
    await ready(first);
    pids = Object.values(await eventually(() => Object.keys(serverPids()).length === 4 && serverPids()));
  });

  test("on a folder that is in use is refused", async () => {
    const second = await up().ended;
    expect(second.exitCode).toBe(1);
    expect(second.said).toBe(
      `bezel: Bezel is already running on this data folder (process ${first.child.pid}); stop it first, or name another folder with --data.\n`,
    );
  });

  test("on a port that is in use names it", async () => {
    const command = [process.execPath, join(root, "dev", "cli", "main.ts"), "up", "--port", String(port)];
    const other = folder();
    const { exitCode, stderr } = Bun.spawnSync([...command, "--data", other]);
    rmSync(other, { recursive: true });
    expect([exitCode, stderr.toString()]).toEqual([1, `bezel: Port ${port} is in use; name another with --port.\n`]);
  });

  test("told to end, ends everything it started, having shown addresses and sign-ins", async () => {
    first.child.kill("SIGTERM");
    const { exitCode, said } = await first.ended;
    expect(exitCode).toBe(0);
    expect(said).toContain(`Web page          ${address}/`);
    expect(said).toMatch(/Demo customer +\S+@\S+ +\S+/);
    expect(pids.every(isGone)).toBe(true);
  });

  test("killed, leaves servers that the next one stops; it is soon ready again", async () => {
    const killed = up();
    await ready(killed);
    const left = serverPids();
    killed.child.kill("SIGKILL");
    await killed.ended;
    const next = up();
    await eventually(() => Object.values(left).every(isGone), { deadlineMs: 20_000 });
    await ready(next);
    process.kill(serverPids()["nats-server"] ?? 0, "SIGKILL");
    const { exitCode, said } = await next.ended;
    expect(exitCode).toBe(1);
    expect(said).toContain("Stopped what an earlier run left behind: ");
    const readyAfterS = Number(/ready after ([\d.]+) s/.exec(said)?.[1]);
    // Under three seconds on a machine with nothing else to do, which a test cannot ask for.
    console.log(`note: up on existing data was ready after ${readyAfterS} s`);
    expect(readyAfterS).toBeLessThan(10);
    expect(said).toMatch(/bezel: nats-server ended unexpectedly \(signal SIGKILL\); its log is \S+nats-server.log/);
    expect(Object.values(serverPids())).toEqual([]);
  });
});
