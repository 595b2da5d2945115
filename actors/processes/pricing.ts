import { orderHistory } from "#contracts/order/history.ts";
import { type Lane, laneOf, type PricingJob } from "#contracts/pricing/job.ts";
import { OrderId } from "#contracts/shared/ids.ts";
import { pricingSystem } from "#contracts/shared/principal.ts";
import { type ProcessManager, reactTo } from "../runtime/processes/process-manager.ts";

/** A job, its lane, and what decides its shard. */
export interface PricingRequest {
  readonly job: PricingJob;
  readonly lane: Lane;
  readonly hash: string;
}

/** Asks for a price for each submission of an order. */
export const pricing: ProcessManager<PricingRequest> = {
  name: "pricing",
  by: pricingSystem.id,
  react: reactTo("ord", orderHistory, {
    OrderSubmitted: ({ submission, modelBytes }, { aggregate, command: { trace } }) => {
      const job = { orderId: OrderId.parse(aggregate), submission, ...(trace === undefined ? {} : { trace }) };
      return [{ handOver: { job, lane: laneOf(modelBytes), hash: aggregate } }];
    },
  }),
};
