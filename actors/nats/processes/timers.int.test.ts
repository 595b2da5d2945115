import { afterAll } from "bun:test";
import { names } from "#contracts/shared/subjects.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { memoryDeadLetters } from "../../memory/dead-letters.ts";
import { NotNow } from "../../runtime/processes/not-now.ts";
import { Timer } from "../../runtime/processes/timers.ts";
import { timerConformance } from "../../testing/timer-conformance.ts";
import { connectNats } from "../connection.ts";
import { ensureStreams } from "../topology.ts";
import { follow } from "./follow.ts";
import { placeOfTimers } from "./places.ts";
import { natsTimers } from "./timers.ts";

const nats = await connectNats({ servers: (await servers()).natsUrl, name: "timers" });
const stops = [nats.close];
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

timerConformance("JetStream", async () => {
  const layout = names(freshPrefix(), 1);
  await ensureStreams(nats, layout, 1);
  const fired: { timer: Timer; at: number }[] = [];
  let fails = false;
  const follower = {
    name: "timers",
    letterKey: () => "1",
    handle: async ({ data }: { data: Uint8Array }) => {
      fired.push({ timer: Timer.parse(JSON.parse(new TextDecoder().decode(data))), at: Date.now() });
      if (fails) throw new NotNow("nobody is there");
    },
  };
  const deps = { isMine: () => true, letters: memoryDeadLetters(), report: () => {} };
  stops.push(follow(nats, placeOfTimers(layout), follower, deps));
  return {
    timers: natsTimers(nats, layout),
    fired,
    fail: (now) => {
      fails = now;
    },
    now: Date.now,
    // Real time passes by itself, and never by more than a test can wait for.
    passUntil: async (at) => {
      const until = Math.min(at, Date.now() + 1_500);
      await eventually(() => Date.now() >= until);
    },
  };
});
