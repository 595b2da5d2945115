import { z } from "zod";
import { OperatorId } from "../../shared/ids.ts";
import { command } from "../../shared/message.ts";
import { Reason } from "../parts.ts";

/** By the workshop, which has assigned the order; that it was started by the same operator already is no mistake. */
const StartAssigned = command("StartAssigned", { operator: OperatorId });
const PauseWork = command("PauseWork", { operator: OperatorId, reason: Reason });
const ContinueWork = command("ContinueWork", { operator: OperatorId });
/** The operator gives it back unfinished. */
const ReturnToQueue = command("ReturnToQueue", { operator: OperatorId, reason: Reason });
const HandOver = command("HandOver", { from: OperatorId, to: OperatorId });
/** What was made is not good enough, and can be made so. */
const ReworkOrder = command("ReworkOrder", { reason: Reason });
/** What was made cannot be saved: it is made anew. */
const ScrapOrder = command("ScrapOrder", { reason: Reason });
/** Takes back the last stage, as long as its undo window is open. */
const UndoStage = command("UndoStage", { operator: OperatorId });
/** By the workshop and by timers: they tell, and decide nothing. */
const RecordRisk = command("RecordRisk", { projected: z.iso.datetime() });
const ClearRisk = command("ClearRisk", { projected: z.iso.datetime() });
const EscalatePromise = command("EscalatePromise", {});
const MissPromise = command("MissPromise", {});

export const productionCommands = [
  StartAssigned,
  PauseWork,
  ContinueWork,
  ReturnToQueue,
  HandOver,
  ReworkOrder,
  ScrapOrder,
  UndoStage,
  RecordRisk,
  ClearRisk,
  EscalatePromise,
  MissPromise,
] as const;
