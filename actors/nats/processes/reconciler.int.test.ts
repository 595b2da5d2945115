import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { fingerprintOf } from "#contracts/command/fingerprint.ts";
import { names } from "#contracts/shared/subjects.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { memoryDeadLetters } from "../../memory/dead-letters.ts";
import { ActorHost } from "../../runtime/activation/host.ts";
import { registry } from "../../runtime/aggregate.ts";
import type { Follower } from "../../runtime/processes/delivery.ts";
import { managerFollower } from "../../runtime/processes/manager-follower.ts";
import { TimerReconciler } from "../../runtime/processes/reconciler.ts";
import { timerFollower } from "../../runtime/processes/timer-follower.ts";
import { type Reminder, reminderAggregate, reminders } from "../../testing/reminder.ts";
import { connectNats } from "../connection.ts";
import { natsEventLog } from "../log/event-log.ts";
import { natsLogReader } from "../log/log-reader.ts";
import { ensureStreams, ensureTimerStream } from "../topology.ts";
import { follow } from "./follow.ts";
import { placeOfTimers, placesInLog } from "./places.ts";
import type { Place } from "./session.ts";
import { natsTimers } from "./timers.ts";

setDefaultTimeout(20_000);
const nats = await connectNats({ servers: (await servers()).natsUrl, name: "reconciler" });
const stops = [nats.close];
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

/** Reminders at work on two log streams, with timers on the real server. */
async function installation() {
  const layout = names(freshPrefix(), 2);
  await ensureStreams(nats, layout, 1);
  const log = natsEventLog(nats, layout, () => true);
  const deps = { log, isFull: () => false, pause: Bun.sleep, now: Date.now, report: console.error };
  const { send } = new ActorHost(registry([reminderAggregate]), deps);
  const timers = natsTimers(nats, layout);
  const sending = { send, now: Date.now, record: () => {}, timers, handOver: async () => {} };
  const run = (follower: Follower, places: Place[]) => {
    const own = { isMine: () => true, letters: memoryDeadLetters(), report: console.error };
    for (const place of places) stops.push(follow(nats, place, follower, own));
  };
  run(managerFollower(reminders, sending), placesInLog(layout, reminders.name));
  run(timerFollower(sending), [placeOfTimers(layout)]);

  const set = async (aggregate: string, inMs: number) => {
    const ringAt = new Date(Date.now() + inMs).toISOString();
    const command = { type: "Set", ringAt };
    const given = { by: "sys_test", at: new Date().toISOString(), deadline: Date.now() + 5_000 };
    const id = `set:${ringAt}`;
    await send({ kind: "command", aggregate, command, id, fingerprint: fingerprintOf(command), ...given });
    return ringAt;
  };
  const rang = async (aggregate: string) => {
    const reply = await send({ kind: "read", aggregate, deadline: Date.now() + 5_000 });
    return reply.kind === "state" ? (reply.state as Reminder).rang : [];
  };
  const armed = async () => {
    const { state } = await nats.jsm.streams.info(layout.timerStream, { subjects_filter: layout.allTimers });
    return Object.keys(state.subjects ?? {}).length;
  };
  const { page } = natsLogReader(nats, layout);
  const parts = { managers: [reminders], streamCount: 2, page, timers, now: Date.now };
  return { layout, set, rang, armed, reconciler: new TimerReconciler(parts) };
}

test.each(["purged", "deleted"])("timers whose stream was %s are armed again from the log, and fire", async (lost) => {
  const { layout, set, rang, armed, reconciler } = await installation();
  const ids = ["rem_a", "rem_b", "rem_c"];
  const due = new Map<string, string>();
  for (const id of ids) due.set(id, await set(id, 4_000));
  await set("rem_far", 21 * 86_400_000);
  await eventually(async () => (await armed()) === 4, { what: "four timers" });

  if (lost === "purged") await nats.jsm.streams.purge(layout.timerStream);
  else await nats.jsm.streams.delete(layout.timerStream);
  await ensureTimerStream(nats, layout, 1);
  expect(await armed()).toBe(0);
  const healed = await reconciler.round(new AbortController().signal);
  expect(healed.map(({ aggregate }) => aggregate).sort()).toEqual([...ids, "rem_far"]);
  expect(await armed()).toBe(4);

  for (const id of ids) {
    await eventually(async () => (await rang(id)).length > 0, { deadlineMs: 15_000, what: `${id} ringing` });
    // However late it came, it was given when it was due.
    expect(await rang(id)).toEqual([due.get(id) ?? ""]);
  }
  expect(await rang("rem_far")).toEqual([]);
});
