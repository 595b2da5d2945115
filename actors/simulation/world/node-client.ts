import type { ActorMessage, Reply } from "#contracts/command/message.ts";
import { NoNode } from "../../runtime/placement/router.ts";
import { probeWithinMs } from "../../runtime/placement/waits.ts";
import type { Life } from "../kernel/life.ts";
import { NobodyThere } from "./network.ts";
import type { Node } from "./node.ts";
import type { World } from "./world.ts";

interface Asked<Answer> {
  readonly what: string;
  readonly timeoutMs: number;
  readonly act: (to: Node) => Promise<Answer>;
  readonly doubled?: () => void;
}

/** What came over a wire: what JSON does not carry is gone. */
const overTheWire = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** A node's way to the others, with the real client's errors. */
export function nodeClient(world: World, life: Life) {
  const ask = async <Answer>(nodeId: string, asked: Asked<Answer>): Promise<Answer> => {
    const to = world.nodeNamed(nodeId);
    if (!to) throw new NoNode(nodeId);
    const serve = () => asked.act(to);
    try {
      return await world.network.request({ ...asked, from: life, to: to.life, serve });
    } catch (error) {
      throw error instanceof NobodyThere ? new NoNode(nodeId) : error;
    }
  };
  return {
    request: (nodeId: string, message: ActorMessage, timeoutMs: number): Promise<Reply> =>
      ask(nodeId, {
        what: `${message.kind} ${message.aggregate}`,
        timeoutMs,
        act: async ({ answer }) => overTheWire(await answer(overTheWire(message))),
        doubled: () => world.doubled(message),
      }),
    probe: (nodeId: string) => ask(nodeId, { what: "ping", timeoutMs: probeWithinMs, act: async () => {} }),
  };
}
