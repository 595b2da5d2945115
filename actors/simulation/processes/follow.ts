import type { AttemptDeps } from "../../runtime/processes/attempts.ts";
import type { Follower } from "../../runtime/processes/delivery.ts";
import { dealInTurn, type Held } from "../../runtime/processes/in-turn.ts";
import { whileLeading } from "../../runtime/processes/leading.ts";
import type { Life } from "../kernel/life.ts";
import type { World } from "../world/world.ts";
import type { Place } from "./place.ts";

const timeoutMs = 1_000;
/** Between one session and the next, and between two pulls where nothing was new, ms. */
const restartPauseMs = 200;
const emptyPauseMs = 150;
const inHandMax = 64;

export interface Following {
  readonly life: Life;
  readonly server: Life;
  readonly place: Place;
  readonly follower: Follower;
  readonly attempts: AttemptDeps;
  readonly isMine: () => boolean;
}

/** Has a follower deal with a place's messages while this node is the one to do it, session after session. */
export function follow(world: World, following: Following): void {
  const { attempts, isMine } = following;
  const { signal } = world.ended;
  void whileLeading({ isMine, pause: attempts.pause, signal }, async (signal) => {
    while (!signal.aborted) {
      await session(world, following, signal).catch(() => {});
      await attempts.pause(restartPauseMs, signal);
    }
  });
}

async function session({ network, kernel }: World, following: Following, signal: AbortSignal): Promise<void> {
  const { life, server, place, follower, attempts } = following;
  const ask = <Answer>(what: string, act: () => Answer): Promise<Answer> =>
    network.request({ from: life, to: server, what: `${what} ${place.name}`, timeoutMs, serve: async () => act() });
  const mine = await ask("open", () => place.open());
  const held = new Set<number>();
  let floor = 0;
  let received = 0;
  async function* messages(): AsyncGenerator<Held> {
    while (!signal.aborted) {
      const asking = { session: mine, received, held: new Set(held) };
      const pulled = await ask("pull", () => place.pull(asking, kernel.nowMs));
      floor = pulled.floor;
      received += pulled.messages.length;
      for (const delivery of pulled.messages) {
        const { seq } = delivery;
        held.add(seq);
        const ack = () => network.tell(life, server, `ack ${place.name} ${seq}`, () => place.ack(seq));
        yield { delivery, ack, release: () => held.delete(seq) };
      }
      if (pulled.messages.length === 0) await attempts.pause(emptyPauseMs, signal);
    }
  }
  const progress = () => ({ incarnation: "first", floor });
  await dealInTurn(messages(), { ...attempts, follower, progress, inHandMax }, signal);
}
