import { afterAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptyDataFolder, openDataFolder } from "./data-folder.ts";
import { lockHolder, takeLock } from "./lock.ts";
import { loadPorts } from "./ports.ts";
import { loadSecrets } from "./secrets.ts";

const base = mkdtempSync(join(tmpdir(), "bezel-data-"));
afterAll(() => rmSync(base, { recursive: true }));
const fresh = (name: string) => openDataFolder(join(base, name));

describe("the data folder", () => {
  test("is made, and opened again", () => {
    expect(fresh("made").nats).toBe(join(base, "made", "nats"));
    expect(fresh("made").dir).toBe(join(base, "made"));
  });

  test("that holds somebody else's files is refused, and emptying leaves strange files alone", () => {
    mkdirSync(join(base, "photos"));
    writeFileSync(join(base, "photos", "cat.jpg"), "");
    expect(() => fresh("photos")).toThrow("is not empty and not a data folder of Bezel");
    const folder = fresh("emptied");
    writeFileSync(join(folder.dir, "note.txt"), "");
    mkdirSync(folder.nats);
    emptyDataFolder(folder);
    expect([existsSync(folder.nats), existsSync(join(folder.dir, "note.txt"))]).toEqual([false, true]);
  });

  test("that cannot be made is refused in a sentence", () => {
    writeFileSync(join(base, "file"), "");
    expect(() => fresh("file/data")).toThrow(/cannot be written to \(ENOTDIR\)/);
  });

  test("keeps secrets for their owner, and the same ones", () => {
    const { secrets } = fresh("secrets");
    const made = loadSecrets(secrets);
    expect(made.tokenSecret.length).toBeGreaterThanOrEqual(32);
    expect(loadSecrets(secrets)).toEqual(made);
    expect(statSync(secrets).mode & 0o777).toBe(0o600);
  });

  test("remembers ports, and replaces one that was taken meanwhile", async () => {
    const { ports } = fresh("ports");
    const first = await loadPorts(ports);
    expect(await loadPorts(ports)).toEqual(first);
    const squatter = Bun.listen({ hostname: "127.0.0.1", port: first.s3, socket: { data: () => {} } });
    const second = await loadPorts(ports);
    squatter.stop();
    expect(second).toEqual({ ...first, s3: second.s3 });
    expect(second.s3).not.toBe(first.s3);
  });
});

describe("the lock", () => {
  test("is held by one, and free again when given back", () => {
    const { lock } = fresh("lock");
    const release = takeLock(lock);
    expect(lockHolder(lock)).toBe(process.pid);
    expect(() => takeLock(lock)).toThrow(`already running on this data folder (process ${process.pid})`);
    release();
    expect(lockHolder(lock)).toBeUndefined();
    takeLock(lock)();
  });

  test.each([
    ["of a process that is gone", "4194304 1 bezel up"],
    ["whose process id is another's now", `${process.pid} 1 bezel up`],
    ["that says nothing", ""],
  ])("%s is taken over", (_, content) => {
    const { lock } = fresh("stale");
    writeFileSync(lock, content);
    takeLock(lock)();
  });
});
