import { findAggregate } from "#actors/aggregates.ts";
import { connectNats } from "#actors/nats/connection.ts";
import { natsEventLog } from "#actors/nats/log/event-log.ts";
import { readPartitionMap } from "#actors/nats/log/partition-map.ts";
import { ActorHost } from "#actors/runtime/activation/host.ts";
import type { CommandMessage } from "#contracts/command/message.ts";
import type { OrderCommand } from "#contracts/order/commands.ts";
import { type CustomerId, monthOf, toBase32 } from "#contracts/shared/ids.ts";
import { names } from "#contracts/shared/subjects.ts";
import { model, operator, price } from "#db/testing/orders.ts";
import type { TestNode } from "#dev/testing/node.ts";
import { silver } from "./orders.ts";

const dayMs = 24 * 60 * 60 * 1_000;
/** Five months ago: long after this an order has left the log. */
const longAgo = new Date(Date.now() - 150 * dayMs).toISOString();

/** What carries an order of a private customer through its life, five months ago. */
const life = (owner: CustomerId): OrderCommand[] => [
  { type: "StartOrder", owner, channel: "shop", goods: { kind: "model" }, country: "DE" },
  { type: "AttachModel", model },
  { type: "SubmitOrder", choice: silver },
  { type: "RecordPrice", submission: 1, price: price(100_00), acceptBy: new Date().toISOString(), findings: [] },
  { type: "AcceptPrice" },
  { type: "ApproveManufacturing" },
  { type: "StartManufacturing", operator: operator(1) },
  { type: "CompleteManufacturing", operator: operator(1) },
  { type: "StartPackaging" },
  { type: "ShipOrder", carrier: "Post", trackingNumber: "TRACK-1" },
  { type: "CloseOrder", trackingNumber: "TRACK-1" },
];

/** The message a client's request of five months ago was, so that it can be sent again. */
export const oldMessage = (aggregate: string, command: OrderCommand, id: string): CommandMessage => ({
  kind: "command",
  aggregate,
  command,
  id,
  fingerprint: command.type,
  by: "sys_test",
  at: longAgo,
  deadline: Date.now() + 10_000,
});

export const firstMessage = (owner: CustomerId, id: string): CommandMessage =>
  oldMessage(id, life(owner)[0] as OrderCommand, `${id}:0`);

/** Writes orders of five months ago into an installation's log, as its actors did then; gives their ids. */
export async function writeOldOrders({ env }: TestNode, owner: CustomerId, count: number): Promise<string[]> {
  const nats = await connectNats({ servers: env["NATS_URL"] ?? "", name: "old orders" });
  const prefix = env["BEZEL_PREFIX"] ?? "";
  const map = await readPartitionMap(nats, prefix);
  const log = natsEventLog(nats, names(prefix, map?.streams ?? 1), () => true);
  const report = (error: unknown) => console.error(error);
  const host = new ActorHost(findAggregate, { log, isFull: () => false, pause: Bun.sleep, now: Date.now, report });
  const ids = Array.from(
    { length: count },
    () => `ord_${monthOf(longAgo)}${toBase32(crypto.getRandomValues(new Uint8Array(10)))}`,
  );
  for (const id of ids) {
    // All at once, so that the price is there before a node can hear of the submission and find one of its own.
    const replies = await Promise.all(
      life(owner).map((command, i) => host.send(oldMessage(id, command, `${id}:${i}`))),
    );
    const refused = replies.find(({ kind }) => kind !== "accepted");
    if (refused) throw new Error(`an order's life was not accepted: ${JSON.stringify(refused)}`);
  }
  await nats.close();
  return ids;
}
