import { expectOk } from "#dev/client/api.ts";
import { castOf } from "#dev/demo/actors.ts";
import { liveOrder } from "#dev/demo/life.ts";
import { approveOrders } from "#dev/demo/work-to-do.ts";
import { ringStl } from "#dev/models/ring.ts";
import type { TestNode } from "#dev/testing/node.ts";

/** Orders for operators to work on, carried there through the API. */
export async function boardwork({ url }: TestNode) {
  const cast = await castOf(url);
  const model = new Uint8Array(ringStl({ majorMm: 9, minorMm: 1, segments: 24 }));
  let shift: Promise<void> | undefined;
  return {
    /** Orders as different as those of a workshop. */
    aShift: (): Promise<void> => {
      shift ??= approveOrders(url, 8);
      return shift;
    },
    /** An order that waits for an operator; gives its id. */
    approved: (modelName = "ring.stl", bytes = model): Promise<string> =>
      liveOrder({ cast, model: bytes, modelName, until: "MANUFACTURING_APPROVED", onStatus: () => {} }),
    hold: async (id: string) => expectOk(await cast.seller.post(`/crm/v1/orders/${id}/hold`, { reason: "to try" })),
    cancel: async (id: string) => {
      const headers = { "if-match": "*" };
      return expectOk(await cast.seller.post(`/crm/v1/orders/${id}/cancel`, { reason: "to try" }, headers));
    },
    read: async (id: string) => (await cast.operator.get(`/mes/v1/orders/${id}`)).body,
  };
}
export type Boardwork = Awaited<ReturnType<typeof boardwork>>;
