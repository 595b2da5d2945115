import { historyOf } from "../log/history.ts";
import type { WorkshopEvent } from "./events.ts";

/** How the stored events of a workshop are read: by actors, projections, processes and pages alike. */
export const workshopHistory = historyOf<WorkshopEvent>({
  WorkshopConfigured: 1,
  OperatorRegistered: 1,
  OperatorChanged: 1,
  ShiftChanged: 1,
  JobEnqueued: 1,
  JobTaken: 1,
  JobAssigned: 1,
  JobConfirmed: 1,
  JobWithdrawn: 1,
  LeaseExpired: 1,
  LeaseRenewed: 1,
  JobHandedOver: 1,
  JobHeld: 1,
  JobResumed: 1,
  JobFinished: 1,
  JobReopened: 1,
  JobScrapped: 1,
  JobMoved: 1,
  JobShipped: 1,
  JobDropped: 1,
  JobAtRisk: 1,
  JobSafe: 1,
  PromiseWatchSet: 1,
  LedgerCorrected: 1,
});
