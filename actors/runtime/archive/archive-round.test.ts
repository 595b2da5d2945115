import { expect, test } from "bun:test";
import { archivedActors, cancel, command, create, september } from "../../testing/ended-orders.ts";
import { ArchiveUnavailable } from "./aggregate-archive.ts";
import { archiveRound, type RoundDeps } from "./archive-round.ts";

const ids = ["a", "b", "c", "d", "e"].map((letter) => `ord_2605${letter.repeat(16)}`);

/** Five orders that have ended, and a database that says so, two at a time. */
async function fiveEnded() {
  const all = archivedActors();
  for (const id of ids) {
    await all.ask(command(id, create, `first ${id}`));
    await all.ask(command(id, cancel, `last ${id}`));
  }
  all.clock.now = september;
  const noted = new Set<string>();
  const reports: unknown[] = [];
  const deps: RoundDeps<{ aggregate: string }> = {
    ...all.deps,
    due: async (last) =>
      ids
        .filter((id) => !noted.has(id) && id > (last?.aggregate ?? ""))
        .slice(0, 2)
        .map((aggregate) => ({ aggregate })),
    note: async (id) => noted.add(id),
    goesOn: () => true,
    pause: async () => {},
    report: (id, why) => reports.push([id, String(why)]),
  };
  return { ...all, deps, noted, reports };
}

test("a round archives all that is due, and the next one finds nothing", async () => {
  const { deps, noted } = await fiveEnded();
  expect(await archiveRound(deps)).toBe(5);
  expect([...noted]).toEqual(ids);
  expect(await archiveRound(deps)).toBe(0);
});

test("one that cannot leave is told, and holds up none of the others", async () => {
  const { deps, noted, reports } = await fiveEnded();
  const [, second = "", third = ""] = ids;
  const copyOf = async (id: string) => {
    if (id === third) throw new Error("a bug");
    return id === second ? [] : deps.copyOf(id);
  };
  expect(await archiveRound({ ...deps, copyOf })).toBe(3);
  expect(noted.has(second)).toBe(false);
  expect(reports).toEqual([
    [second, "not-copied"],
    [third, "Error: a bug"],
  ]);
});

test("a round ends when the archive is away, and the next one goes on", async () => {
  const { deps, log } = await fiveEnded();
  let stored = 0;
  const store: typeof deps.archive.store = async (...args) => {
    if (++stored === 3) throw new ArchiveUnavailable("away");
    return deps.archive.store(...args);
  };
  const failing = { ...deps, archive: { ...deps.archive, store } };
  expect(await archiveRound(failing).catch((error: unknown) => error)).toBeInstanceOf(ArchiveUnavailable);
  expect(await archiveRound(failing)).toBe(3);
  expect(await Promise.all(ids.map((id) => log.head(id)))).toEqual([0, 0, 0, 0, 0]);
});

test("a node that is no longer the one to do it stops", async () => {
  const { deps, noted } = await fiveEnded();
  expect(await archiveRound({ ...deps, goesOn: () => noted.size < 2 })).toBe(2);
});
