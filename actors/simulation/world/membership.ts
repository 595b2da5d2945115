import { noLoad } from "#contracts/cluster/lease.ts";
import { LeaseView, renewMs } from "../../nats/cluster/lease-view.ts";
import type { NodeInfo } from "../../runtime/placement/placement.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Life } from "../kernel/life.ts";

/** A node of its first and later starts, as its lease says. */
export const leaseOf = (id: string, start: number): NodeInfo => ({
  id,
  incarnation: `start ${start}`,
  roles: ["orders"],
  state: "active",
  capacity: 1,
  release: "simulated",
  reads: [],
  load: noLoad,
});

export interface MembershipDeps {
  readonly kernel: Kernel;
  readonly self: NodeInfo;
  readonly life: Life;
  /** Tells every node that can be reached, this one too. */
  readonly announce: (node: NodeInfo) => void;
}

/** One node's view of the others, kept by their announcements. */
export function membership({ kernel, self, life, announce }: MembershipDeps): LeaseView {
  // A monotonic clock begins with its machine, not with the run.
  const view = new LeaseView(self.id, () => kernel.nowMs + 1_000);
  view.saw(self);
  const renew = () => {
    announce(self);
    kernel.after(renewMs, life, `${life.name} announces itself`, renew);
  };
  renew();
  return view;
}
