import { natsDeadLetters } from "#actors/nats/processes/dead-letters.ts";
import { follow, pause } from "#actors/nats/processes/follow.ts";
import { placeOfTimers, placesInLog } from "#actors/nats/processes/places.ts";
import { backlog, type Place } from "#actors/nats/processes/session.ts";
import type { Follower } from "#actors/runtime/processes/delivery.ts";
import { letterDesk } from "#actors/runtime/processes/desk.ts";
import { whileLeading } from "#actors/runtime/processes/leading.ts";
import { timerProcess } from "#actors/runtime/processes/timer-follower.ts";
import type { Actors } from "./actors.ts";
import type { NodeConfig } from "./config.ts";
import { firstFor } from "./leadership.ts";
import { keepTimers, openFollowers, type ProcessParts } from "./process-followers.ts";
import type { Servers } from "./servers.ts";
import type { Stop } from "./workers.ts";

const role = "processes";
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** One reading for each process. */
const byProcess = (followers: readonly Follower[], read: (process: string) => Promise<number>) =>
  Promise.all(followers.map(async ({ name: process }) => ({ value: await read(process), labels: { process } })));

/**
 * The processes of this node: process managers and timers at work when it has the role, each on one node at a time,
 * and on every node the desk where people deal with what is parked.
 */
export function openProcesses(config: NodeConfig, servers: Servers, actors: Actors, parts: ProcessParts) {
  const { nats, names } = servers;
  const { log } = parts;
  const letters = natsDeadLetters(nats, names);
  const { timers, followers } = openFollowers(servers, actors, parts);
  const isMine = (key: string) => firstFor(actors.nodes(), role, key) === config.BEZEL_NODE_ID;
  const placesOf = (process: string) =>
    process === timerProcess ? [placeOfTimers(names)] : placesInLog(names, process);

  const start = (follower: Follower, place: Place): Stop => {
    const report = (err: unknown, parked: boolean) =>
      log[parked ? "error" : "warn"]({ err, process: follower.name, parked }, "a message could not be dealt with");
    const key = `${follower.name}/${place.index}`;
    return follow(nats, place, follower, { letters, report, isMine: () => isMine(key) });
  };
  const startAll = (): Stop[] => {
    const leaving = new AbortController();
    const leading = { isMine: () => isMine("timers/reconcile"), pause, signal: leaving.signal };
    const kept = whileLeading(leading, keepTimers(config, servers, timers, log));
    const leave = () => {
      leaving.abort();
      return kept;
    };
    return [leave, ...followers.flatMap((one) => placesOf(one.name).map((place) => start(one, place)))];
  };
  const stops = config.BEZEL_ROLES.includes(role) ? startAll() : [];
  const backlogOf = async (process: string) => sum(await Promise.all(placesOf(process).map((at) => backlog(nats, at))));
  return {
    desk: letterDesk(letters, followers, Date.now),
    parked: () => byProcess(followers, letters.count),
    /** Commits and timers each process has before it. */
    backlog: () => byProcess(followers, backlogOf),
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}
export type Processes = ReturnType<typeof openProcesses>;
