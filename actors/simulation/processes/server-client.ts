import type { LogPage } from "#contracts/log/reader.ts";
import type { DeadLetters } from "../../runtime/processes/dead-letters.ts";
import { NotNow } from "../../runtime/processes/not-now.ts";
import type { Timers } from "../../runtime/processes/timers.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Life } from "../kernel/life.ts";
import type { World } from "../world/world.ts";

const timeoutMs = 1_000;

/** Waits in a process; sooner over when the signal aborts. */
export const pauseIn =
  (kernel: Kernel, life: Life) =>
  (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = () => {
        callOff();
        signal.removeEventListener("abort", end);
        resolve();
      };
      const callOff = kernel.after(ms, life, `${life.name} goes on`, end);
      signal.addEventListener("abort", end);
    });

/** A node's way to timers, dead letters and pages of the log. All throw NotNow where no answer comes. */
export function serverClient({ network, timers, letters, logs }: World, life: Life) {
  const ask = async <Answer>(to: Life, what: string, serve: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await network.request({ from: life, to, what, timeoutMs, serve });
    } catch (cause) {
      throw new NotNow(what, { cause });
    }
  };
  const ofTimers: Timers = {
    arm: (timer) => ask(timers.life, `arm ${timer.aggregate}`, () => timers.timers.arm(timer)),
    cancel: (timer) => ask(timers.life, `cancel ${timer.aggregate}`, () => timers.timers.cancel(timer)),
    missing: async (refs) => {
      const keys = await ask(timers.life, "missing timers", async () => {
        const missing = new Set(await timers.timers.missing(refs));
        return refs.flatMap((ref, index) => (missing.has(ref) ? [index] : []));
      });
      return refs.filter((_, index) => keys.includes(index));
    },
  };
  const place: DeadLetters = {
    ...letters,
    park: (letter) => ask(timers.life, `park ${letter.id}`, () => letters.park(letter)),
  };
  const page: LogPage = (stream, after, max) => {
    const server = logs[stream];
    if (!server) throw new RangeError(`no log stream ${stream}`);
    return ask(server.life, "a page of the log", async () => server.entries.slice(after, after + max));
  };
  return { timers: ofTimers, letters: place, page };
}
