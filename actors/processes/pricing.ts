import type { StoredCommit } from "#contracts/log/commit.ts";
import { orderHistory } from "#contracts/order/history.ts";
import { type Lane, laneOf, type PricingJob } from "#contracts/pricing/job.ts";
import { OrderId } from "#contracts/shared/ids.ts";

/** A job, its lane, and what decides its shard. */
export interface PricingRequest {
  readonly job: PricingJob;
  readonly lane: Lane;
  readonly hash: string;
}

/** What an order's commit asks of pricing: a job for each submission in it. */
export function pricingRequests({ aggregate, commit }: StoredCommit): PricingRequest[] {
  const orderId = OrderId.safeParse(aggregate);
  if (!orderId.success) return [];
  return commit.commands.flatMap(({ events, trace }) => {
    return events.map(orderHistory.read).flatMap((event) => {
      if (event.type !== "OrderSubmitted") return [];
      const job = { orderId: orderId.data, submission: event.submission, ...(trace === undefined ? {} : { trace }) };
      return [{ job, lane: laneOf(event.modelBytes), hash: aggregate }];
    });
  });
}
