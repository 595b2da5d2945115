import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connectNats, type Nats } from "#actors/nats/connection.ts";
import { natsDeadLetters } from "#actors/nats/processes/dead-letters.ts";
import type { DeadLetter } from "#contracts/log/dead-letter.ts";
import { names } from "#contracts/shared/subjects.ts";
import { expectOk } from "#dev/client/api.ts";
import { servers } from "#dev/testing/servers.ts";
import { installation } from "../journeys/support/installation.ts";
import { absent } from "./support/operations.ts";
import { codeOf, problemOf } from "./support/problem.ts";

const at = installation();
let nats: Nats;
beforeAll(async () => {
  nats = await connectNats({ servers: (await servers()).natsUrl, name: "dead-letters" });
});
afterAll(() => nats.close());

const when = "2026-11-22T08:00:00.000Z";
const submission = { type: "OrderSubmitted", v: 1, at: when, choice: { quantity: 1 }, submission: 1 };
const command = { id: "c", fingerprint: "f", by: "sys_test", at: when, events: [submission], outcome: {} };
/** What asks for the price of an order that is none: harmless, and done when the job is on the queue. */
const harmless = JSON.stringify({ version: 1, prev: 0, commands: [command] });

const park = async (process: string, seq: number, message = harmless): Promise<DeadLetter> => {
  const place = { id: `${process}_0-${seq}`, process, aggregate: absent.orderId, stream: 0, seq };
  const failure = { reason: "failed", error: "Error: the queue was broken", tries: 5, parkedAt: when } as const;
  const letter = { ...place, ...failure, message };
  await natsDeadLetters(nats, names(at().prefix, 1)).park(letter);
  return letter;
};
const base = "/ops/v1/dead-letters";
const listed = async (query: string) => {
  const { items, next } = expectOk(await at().people.admin.get(`${base}?${query}`));
  return { ids: items.map(({ id }: DeadLetter) => id) as string[], next };
};
const ask = (id: string, what: "redrive" | "discard") => at().people.admin.post(`${base}/${id}/${what}`);

describe("dead letters", () => {
  test("are listed without their messages, page by page and by process, and shown whole", async () => {
    for (const seq of [1, 2, 3]) await park("pricing", seq);
    const other = await park("price-deadline", 1);
    const first = await listed("limit=2&process=pricing");
    const second = await listed(`limit=2&process=pricing&cursor=${first.next}`);
    expect([first.ids, second]).toEqual([["pricing_0-1", "pricing_0-2"], { ids: ["pricing_0-3"], next: undefined }]);
    expect((await listed("")).ids).toEqual(["pricing_0-1", "pricing_0-2", "pricing_0-3", other.id]);
    expect(expectOk(await at().people.admin.get(`${base}/${other.id}`))).toEqual(other);
    const { message: _, ...summary } = other;
    const { items } = expectOk(await at().people.admin.get(`${base}?process=price-deadline`));
    expect(items).toEqual([summary]);
  });

  test("refuse cursors and processes that are none", async () => {
    const { admin } = at().people;
    for (const cursor of ["nonsense", "MA", "-"]) {
      expect(codeOf(await admin.get(`${base}?cursor=${cursor}`))).toBe("400 feed/cursor-invalid");
    }
    expect(codeOf(await admin.get(`${base}?process=No%20process`))).toBe("422 request/invalid");
  });

  test("are off the list once redriven; asked again, the answer is the same", async () => {
    const { id } = await park("pricing", 11);
    const first = expectOk(await ask(id, "redrive"));
    expect(first).toMatchObject({ id, as: "redriven" });
    expect(expectOk(await ask(id, "redrive"))).toEqual(first);
    expect((await listed("process=pricing")).ids).not.toContain(id);
    expect(expectOk(await at().people.admin.get(`${base}/${id}`)).settled).toMatchObject({ as: "redriven" });
    const discarded = problemOf(await ask(id, "discard"));
    expect([discarded.status, discarded.code]).toEqual([409, "dead-letter/settled"]);
  });

  test("that fail again stay, and say why", async () => {
    const { id, tries } = await park("pricing", 21, "not JSON");
    const failed = problemOf(await ask(id, "redrive"));
    expect([failed.status, failed.code]).toEqual([409, "dead-letter/failed-again"]);
    expect(failed.detail).toContain("not a commit");
    const now = expectOk(await at().people.admin.get(`${base}/${id}`));
    expect(now).toMatchObject({ reason: "undecodable", tries: tries + 1, message: "not JSON" });
    expect(expectOk(await ask(id, "discard"))).toMatchObject({ id, as: "discarded" });
    expect(expectOk(await ask(id, "discard"))).toMatchObject({ id, as: "discarded" });
    expect(codeOf(await ask(id, "redrive"))).toBe("409 dead-letter/settled");
  });

  test("of a process this release has not stay too", async () => {
    const { id } = await park("forgotten", 1);
    expect(codeOf(await ask(id, "redrive"))).toBe("409 dead-letter/failed-again");
  });

  test("are counted by process", async () => {
    await park("price-deadline", 31);
    const parked = (await listed("process=price-deadline")).ids.length;
    const { body } = await at().people.admin.get("/metrics");
    expect(String(body)).toMatch(new RegExp(`bezel_dead_letters\\{.*process="price-deadline".*\\} ${parked}\\b`));
  });
});
