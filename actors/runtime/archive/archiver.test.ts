import { describe, expect, test } from "bun:test";
import { archivedActors, cancel, command, create, read, september } from "../../testing/ended-orders.ts";
import { type ArchiverDeps, archiveOne } from "./archiver.ts";

const id = "ord_2605aaaaaaaaaaaaaaaa";

async function ended() {
  const all = archivedActors();
  await all.ask(command(id, create, "first"));
  await all.ask(command(id, cancel, "last"));
  all.clock.now = september;
  return all;
}

type Step = "copyOf" | "store" | "load back" | "head" | "purge";

/** Stops the archiver before or after one of its steps, as a crash would. */
function stoppingAt(deps: ArchiverDeps, step: Step, when: "before" | "after"): ArchiverDeps {
  const stop =
    <Args extends unknown[], Result>(name: Step, work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (name === step && when === "before") throw new Error("stopped");
      const result = await work(...args);
      if (name === step) throw new Error("stopped");
      return result;
    };
  return {
    ...deps,
    copyOf: stop("copyOf", deps.copyOf),
    purge: stop("purge", deps.purge),
    log: { load: deps.log.load, head: stop("head", deps.log.head) },
    archive: { store: stop("store", deps.archive.store), load: stop("load back", deps.archive.load) },
  };
}

describe("stopped between any two steps, the next run finishes", () => {
  const steps: Step[] = ["copyOf", "store", "load back", "head", "purge"];
  test.each(steps.flatMap((step) => [[step, "before"] as const, [step, "after"] as const]))(
    "%s, %s",
    async (step, when) => {
      const { deps, ask, log, archive } = await ended();
      const before = await ask(read(id));
      expect(await archiveOne(stoppingAt(deps, step, when), id).catch(String)).toBe("Error: stopped");
      expect(await ask(read(id))).toEqual(before);
      expect(await archiveOne(deps, id)).toBe(step === "purge" && when === "after" ? "gone" : "archived");
      expect(await archiveOne(deps, id)).toBe("gone");
      expect(await log.head(id)).toBe(0);
      expect(await archive.load(id)).toHaveLength(2);
      expect(await ask(read(id))).toEqual(before);
    },
  );
});

describe("an order stays in the log", () => {
  test("while it is too young", async () => {
    const { deps, clock, log } = await ended();
    clock.now = Date.parse("2026-06-01T20:00:00Z");
    expect(await archiveOne(deps, id)).toBe("too-young");
    expect(await log.load(id)).toHaveLength(2);
  });

  test("while it has not ended", async () => {
    const { deps, clock, log, ask } = archivedActors();
    await ask(command(id, create, "first"));
    clock.now = september;
    expect(await archiveOne(deps, id)).toBe("not-final");
    expect(await log.load(id)).toHaveLength(1);
  });

  test("while the database's copy of it is not whole", async () => {
    const { deps, log, archive } = await ended();
    const lagging = { ...deps, copyOf: async (of: string) => (await deps.copyOf(of)).slice(0, 1) };
    expect(await archiveOne(lagging, id)).toBe("not-copied");
    expect(await log.load(id)).toHaveLength(2);
    expect(archive.objects.size).toBe(0);
  });

  test("when what is read back is not what was stored", async () => {
    const { deps, log } = await ended();
    const forgetful = { ...deps, archive: { ...deps.archive, store: async () => {} } };
    expect(await archiveOne(forgetful, id).catch((error: unknown) => error)).toMatchObject({ name: "ArchiveDamaged" });
    expect(await log.load(id)).toHaveLength(2);
  });

  test("as does a commit that came in while it was stored", async () => {
    const { deps, log } = await ended();
    const head = await log.head(id);
    const [, last] = await log.load(id);
    const late = last && { ...last.commit, version: 3, prev: head };
    const store: ArchiverDeps["archive"]["store"] = async (...args) => {
      await deps.archive.store(...args);
      if (late) await log.append(id, late);
    };
    expect(await archiveOne({ ...deps, archive: { ...deps.archive, store } }, id)).toBe("not-final");
    expect(await log.load(id)).toHaveLength(3);
    await deps.purge(id, head);
    expect(await log.head(id)).toBe(head + 1);
  });
});

test("one that is in neither place is damage, not an archived order", async () => {
  const { deps, log } = await ended();
  await log.purge(id, await log.head(id));
  expect(await archiveOne(deps, id).catch((error: unknown) => error)).toMatchObject({ name: "ArchiveDamaged" });
});
