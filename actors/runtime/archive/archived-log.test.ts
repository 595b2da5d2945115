import { describe, expect, test } from "bun:test";
import { archivedActors, cancel, command, create, may, read, september } from "../../testing/ended-orders.ts";
import { VersionConflict } from "../log/event-log.ts";
import { archiveOne } from "./archiver.ts";

const ended = "ord_2605aaaaaaaaaaaaaaaa";
const living = "ord_2605bbbbbbbbbbbbbbbb";

/** In May an order ends and another begins; in September the first has left the log. */
async function inSeptember() {
  const all = archivedActors();
  await all.ask(command(ended, create, "first"));
  await all.ask(command(living, create, "other"));
  await all.ask(command(ended, cancel, "last"));
  const [first, before, head] = [await all.log.load(ended), await all.ask(read(ended)), await all.log.head(ended)];
  const firstAnswer = await all.ask(command(ended, create, "first"));
  all.clock.now = september;
  expect(await archiveOne(all.deps, ended)).toBe("archived");
  expect(await all.log.head(ended)).toBe(0);
  return { ...all, commits: first.map((stored) => ({ ...stored, stream: 2 })), before, head, firstAnswer };
}

describe("an order that has left the log", () => {
  test("is read as before, state and commits", async () => {
    const { ask, both, before, commits, head } = await inSeptember();
    expect(await ask(read(ended))).toEqual(before);
    expect(await both.load(ended)).toEqual(commits);
    expect(await both.load(ended, { version: 1 })).toEqual(commits.slice(1));
    expect(await both.load(ended, { version: 2, seq: head })).toEqual([]);
    expect(await both.head(ended)).toBe(head);
  });

  test("refuses a late command as before", async () => {
    const { ask, log } = await inSeptember();
    const late = await ask(command(ended, cancel, "late"));
    expect(late).toEqual({ kind: "refused", code: "order/illegal-transition", version: 2 });
    expect(await log.head(ended)).toBe(0);
  });

  test("answers a late retry of its creation with the first answer, and is not born again", async () => {
    const { ask, log, firstAnswer } = await inSeptember();
    expect(firstAnswer).toMatchObject({ kind: "accepted", version: 1, replayed: true });
    expect(await ask(command(ended, create, "first"))).toEqual(firstAnswer);
    expect(await ask(command(ended, create, "another"))).toMatchObject({
      kind: "refused",
      code: "order/already-exists",
    });
    expect(await log.head(ended)).toBe(0);
  });

  test("is answered by an activation that was in memory all the while", async () => {
    const { clock, deps, freshHost } = archivedActors();
    const host = freshHost();
    await host.send(command(ended, create, "first"));
    await host.send(command(ended, cancel, "last"));
    const before = await host.send(read(ended));
    clock.now = september;
    await archiveOne(deps, ended);
    expect(await host.send(read(ended))).toEqual(before);
    expect(await host.send(command(ended, cancel, "late"))).toMatchObject({ code: "order/illegal-transition" });
  });

  test("cannot be written to past the actor", async () => {
    const { both, commits } = await inSeptember();
    const commit = commits[0]?.commit;
    expect(commit && (await both.append(ended, commit).catch((error) => error))).toBeInstanceOf(VersionConflict);
  });

  test("is said to be unavailable while the archive is away; living ones are not touched", async () => {
    const { ask, door, reports } = await inSeptember();
    door.isOpen = false;
    const away = { kind: "unavailable", reason: "archive-unavailable" } as const;
    expect(await ask(read(ended))).toEqual(away);
    expect(await ask(command(ended, cancel, "late"))).toEqual(away);
    expect(await ask(command(ended, create, "first"))).toEqual(away);
    expect(await ask(command(living, cancel, "now"))).toMatchObject({ kind: "accepted", version: 2 });
    expect(await ask(command("ord_2609cccccccccccccccc", create, "new"))).toMatchObject({ kind: "accepted" });
    expect(reports).toEqual([]);
    door.isOpen = true;
    expect(await ask(read(ended))).toMatchObject({ kind: "state", version: 2 });
  });

  test("is reported and not acted on when its object is damaged", async () => {
    const { ask, archive, reports } = await inSeptember();
    const bytes = archive.objects.get(ended)?.bytes;
    if (bytes) bytes[30] = (bytes[30] ?? 0) ^ 1;
    expect(await ask(read(ended))).toEqual({ kind: "unavailable", reason: "unreadable" });
    expect(reports).toMatchObject([{ name: "ArchiveDamaged" }]);
  });
});

describe("the archive is not asked", () => {
  test.each([
    ["for what may still be created", may, "ord_2605zzzzzzzzzzzzzzzz"],
    [
      "for what a retry over the turn of a month looks for",
      Date.parse("2026-06-01T20:00:00Z"),
      "ord_2605zzzzzzzzzzzzzzzz",
    ],
    ["for what lives", september, living],
    ["for aggregates that are never archived", september, "acc_aaaaaaaaaaaaaaaa"],
  ])("%s", async (_, now, id) => {
    const { ask, clock, door } = archivedActors();
    await ask(command(living, create, "other"));
    clock.now = now;
    door.isOpen = false;
    expect(await ask(read(id))).toMatchObject({ kind: "state", version: id === living ? 1 : 0 });
  });
});

test("what never was is not there, and not created outside its month", async () => {
  const { ask, clock } = archivedActors();
  clock.now = september;
  expect(await ask(read(ended))).toMatchObject({ kind: "state", version: 0 });
  expect(await ask(command(ended, create, "first"))).toMatchObject({ code: "order/create-window-closed" });
});

test("a late retry of a living order's creation is answered with the first answer", async () => {
  const { ask, clock } = archivedActors();
  const first = await ask(command(living, create, "other"));
  clock.now = september;
  expect(await ask(command(living, create, "other"))).toEqual({ ...first, replayed: true } as typeof first);
});
