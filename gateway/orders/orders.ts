import type { Send } from "#actors/client.ts";
import type { Accepted } from "#contracts/command/message.ts";
import type { OrderCommand } from "#contracts/order/commands.ts";
import type { Order } from "#contracts/order/order.ts";
import type { OrderId, OwnerId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import { ProblemError } from "../problem.ts";
import type { Dispatch, Intent } from "./dispatch.ts";
import { orderIds } from "./order-id.ts";

const readWithinMs = 2_000;
const create = ["StartOrder", "PlaceOrder"];

export interface OrderAt {
  readonly version: number;
  readonly order: Order;
}

/** Orders as routes use them: read one, create one, do something with one. */
export function orderService(send: Send, dispatch: Dispatch, now: () => number) {
  async function find(id: string): Promise<OrderAt | undefined> {
    const reply = await send({ kind: "read", aggregate: id, deadline: now() + readWithinMs });
    if (reply.kind === "unavailable") throw ProblemError.unavailable(reply);
    if (reply.kind !== "state" || reply.version === 0) return undefined;
    return { version: reply.version, order: reply.state as Order };
  }

  return {
    /** The order as of the log's head, if this principal may see it; what belongs to others is not there. */
    read: async (id: OrderId, principal: Principal): Promise<OrderAt> => {
      const found = await find(id);
      const isOwner = ["customer", "partner"].includes(principal.access);
      if (!found || (isOwner && found.order.owner !== principal.id)) throw new ProblemError("order/not-found");
      return found;
    },
    /** Creates the order this key stands for, or answers as it was answered first. */
    create: async (owner: OwnerId, command: OrderCommand, intent: Intent): Promise<Accepted & { id: OrderId }> => {
      if (!create.includes(command.type)) throw new Error(`${command.type} creates nothing`);
      const [first, ...rest] = orderIds(owner, intent.key, now());
      // A retry over the turn of a month finds the order of the month before.
      const id = rest[0] === undefined || (await find(first)) ? first : rest[0];
      return { ...(await dispatch(id, command, intent)), id };
    },
    act: (id: OrderId, command: OrderCommand, intent: Intent): Promise<Accepted> => dispatch(id, command, intent),
  };
}
export type OrderService = ReturnType<typeof orderService>;
