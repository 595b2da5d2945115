import { WorkshopCommand } from "#contracts/workshop/commands.ts";
import type { WorkshopEvent } from "#contracts/workshop/events.ts";
import { workshopHistory } from "#contracts/workshop/history.ts";
import type { Workshop } from "#contracts/workshop/workshop.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { workshopDecider } from "./decider.ts";

/** Who works on what, on one site. It needs no opening: its first command finds it empty, with the usual settings. */
export const workshopAggregate: Aggregate<Workshop, WorkshopCommand, WorkshopEvent> = {
  prefix: "wks",
  decider: workshopDecider,
  command: WorkshopCommand,
  history: workshopHistory,
  // Takes of a busy day, and a retry comes within minutes; process managers are remembered by their floors.
  remembers: 5_000,
  snapshotEvery: 500,
  creates: new Set(),
  notFound: "workshop/not-found",
  owner: () => undefined,
  outcome: () => ({}),
};
