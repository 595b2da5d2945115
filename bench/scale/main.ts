import { servers } from "#dev/testing/servers.ts";
import { publish } from "../result.ts";
import { scaleOfNodes } from "./nodes.ts";
import { scaleOfOrders } from "./orders.ts";

/** Whether what a command costs stays the same as nodes are added and as the log grows. */
export async function scale(): Promise<void> {
  await servers();
  const nodes = await scaleOfNodes();
  const orders = await scaleOfOrders();
  publish({ name: "scale", rows: [...nodes.rows, ...orders.rows], aims: [...nodes.aims, ...orders.aims] });
}
