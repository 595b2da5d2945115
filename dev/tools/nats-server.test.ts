import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNatsServer, natsServerVersion } from "./nats-server.ts";

const folder = mkdtempSync(join(tmpdir(), "bezel-nats-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with a program that says it is nats-server of that version. */
function holding(name: string, version: string): string {
  const dir = join(folder, name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "nats-server"), `#!/bin/sh\necho "nats-server: v${version}"\n`);
  chmodSync(join(dir, "nats-server"), 0o755);
  return dir;
}

const right = holding("right", natsServerVersion);
const wrong = holding("wrong", "2.9.10");
const cache = holding("cache", natsServerVersion);
const empty = join(folder, "empty");
const download = async () => "downloaded";

describe("where nats-server comes from", () => {
  test("NATS_SERVER_BIN before all", async () => {
    const env = { NATS_SERVER_BIN: join(cache, "nats-server"), PATH: right };
    expect(await findNatsServer(env, [], download)).toBe(join(cache, "nats-server"));
  });

  test("NATS_SERVER_BIN of another version is refused, not passed over", () => {
    const env = { NATS_SERVER_BIN: join(wrong, "nats-server"), PATH: right };
    expect(findNatsServer(env, [cache], download)).rejects.toThrow("which is version 2.9.10; Bezel needs");
    const missing = { NATS_SERVER_BIN: join(empty, "nats-server") };
    expect(findNatsServer(missing, [cache], download)).rejects.toThrow("is not a program that runs");
  });

  test("PATH before the cache, when the version is right", async () => {
    expect(await findNatsServer({ PATH: right }, [cache], download)).toBe(join(right, "nats-server"));
    expect(await findNatsServer({ PATH: wrong }, [empty, cache], download)).toBe(join(cache, "nats-server"));
  });

  test("a download when there is none", async () => {
    expect(await findNatsServer({ PATH: wrong }, [empty], download)).toBe("downloaded");
  });
});
