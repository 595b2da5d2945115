import type { ActorMessage, Reply } from "#contracts/command/message.ts";
import { skewMaxMs } from "../faults/plan.ts";
import type { Dice } from "../kernel/dice.ts";
import type { Life } from "../kernel/life.ts";
import type { Node } from "../world/node.ts";
import type { World } from "../world/world.ts";
import type { Operation, Wish } from "./operation.ts";

/** How long a gateway gives a command, ms. */
const commandWithinMs = 5_000;
/** A message may be taken this long after it was made: its deadline is read on another clock. */
const takenWithinMs = commandWithinMs + 2 * skewMaxMs;
/** A client that waits this long knows that its attempt is over. */
const patientMs = takenWithinMs + 200;
const hastyMs = 250;

/** Until when one attempt may still be decided. */
interface Attempt {
  untilMs: number;
}

/** Somebody outside who sends a wish until it is answered, under the same id each time. */
export class Client {
  readonly operations: Operation[] = [];

  constructor(
    readonly world: World,
    readonly life: Life,
    readonly dice: Dice,
  ) {}

  /** Sends until there is an answer, unless it gives up first. */
  async ask(wish: Wish): Promise<Operation> {
    const { kernel } = this.world;
    const operation: Operation = {
      wish,
      calledMs: kernel.nowMs,
      returnedMs: Number.POSITIVE_INFINITY,
      ats: [],
      isAlone: true,
      isAbandoned: false,
    };
    this.operations.push(operation);
    const timeoutMs = this.dice.chance(0.15) ? hastyMs : patientMs;
    const triesMax = this.dice.chance(0.05) ? 1 : Number.POSITIVE_INFINITY;
    const attempts: Attempt[] = [];
    for (let tries = 0; tries < triesMax; tries++) {
      const others = [...attempts];
      const sentMs = kernel.nowMs;
      const reply = await this.#attempt(operation, timeoutMs, attempts);
      if (reply && reply.kind !== "unavailable") {
        operation.answer = reply;
        operation.returnedMs = kernel.nowMs;
        operation.isAlone = others.every(({ untilMs }) => untilMs < sentMs);
        return operation;
      }
      await this.#wait(this.dice.between(20, 400));
    }
    operation.isAbandoned = true;
    return operation;
  }

  think(): Promise<void> {
    return this.#wait(this.dice.between(0, this.world.plan.thinkMs));
  }

  #wait(ms: number): Promise<void> {
    return this.world.kernel.sleep(ms, this.life, "a client goes on");
  }

  /** One attempt at any gateway; undefined when no answer came. */
  async #attempt(operation: Operation, timeoutMs: number, attempts: Attempt[]): Promise<Reply | undefined> {
    const { kernel, network, nodes, doubledIds } = this.world;
    const node = this.dice.pick(nodes);
    const attempt: Attempt = { untilMs: Number.POSITIVE_INFINITY };
    attempts.push(attempt);
    const { wish } = operation;
    return network
      .request({
        from: this.life,
        to: node.life,
        what: `${wish.id} ${wish.command.type}`,
        timeoutMs,
        settled: () => {
          attempt.untilMs = kernel.nowMs;
        },
        serve: () => {
          attempt.untilMs = kernel.nowMs + takenWithinMs;
          return node.send(this.#message(operation, node));
        },
        doubled: () => doubledIds.add(wish.id),
      })
      .catch(() => undefined);
  }

  #message({ wish, ats }: Operation, node: Node): ActorMessage {
    const now = this.world.kernel.wallClock(node.life);
    const deadline = now + commandWithinMs;
    if (wish.kind === "read") return { kind: "read", aggregate: wish.aggregate, deadline };
    const at = new Date(now).toISOString();
    ats.push(at);
    return { ...wish, kind: "command", by: "sys_client", at, deadline };
  }
}
