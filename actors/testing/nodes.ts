import { noLoad } from "#contracts/cluster/lease.ts";
import type { NodeInfo } from "../runtime/placement/placement.ts";

/** An active host as its peers see it. */
export const node = (id: string, more: Partial<NodeInfo> = {}): NodeInfo => ({
  id,
  incarnation: `${id}'s first run`,
  roles: ["orders"],
  state: "active",
  capacity: 1,
  release: "test",
  reads: [],
  load: noLoad,
  ...more,
});
