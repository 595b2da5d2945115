import { NothingBody, ReasonBody, ShipBody } from "#contracts/api/orders.ts";
import { HandOverBody } from "#contracts/api/workshop.ts";
import type { OrderCommand } from "#contracts/order/commands.ts";
import { OperatorId } from "#contracts/shared/ids.ts";
import { plain, type Side, type Verb, verb } from "../orders/verbs.ts";
import { idAs } from "../plugins/auth.ts";
import { handOverThere, takeThenStart } from "./claim.ts";

type Own = "StartManufacturing" | "CompleteManufacturing" | "ContinueWork" | "UndoStage";

/** Something an operator does with what is theirs, or becomes so. */
const byOperator = (action: Own, seen: boolean, summary: string, more: Pick<Verb, "through"> = {}): Verb =>
  verb({
    ...{ action, summary, body: NothingBody, onWhatWasSeen: seen, ...more },
    command: (_, principal) => ({ type: action, operator: idAs(OperatorId, principal) }),
  });

type Explained = "HoldOrder" | "ReworkOrder" | "ScrapOrder" | "PauseWork" | "ReturnToQueue";
const ofOperator: ReadonlySet<Explained> = new Set(["PauseWork", "ReturnToQueue"]);

const explained = (action: Explained, seen: boolean, summary: string): Verb =>
  verb({
    ...{ action, summary, body: ReasonBody, onWhatWasSeen: seen },
    command: ({ reason }, principal) => {
      const by = ofOperator.has(action) ? { operator: idAs(OperatorId, principal) } : {};
      return { type: action, reason, ...by } as OrderCommand;
    },
  });

/** What operators do with orders. */
export const mes: Side = {
  prefix: "/mes/v1",
  tag: "MES",
  access: ["operator"],
  own: false,
  keyRequired: false,
  verbs: {
    start: byOperator("StartManufacturing", true, "Take an approved order and start making it", {
      through: takeThenStart,
    }),
    pause: explained("PauseWork", false, "Pause the work on it, with a reason"),
    continue: byOperator("ContinueWork", false, "Go on with it"),
    release: explained("ReturnToQueue", true, "Give it back to the queue, with a reason"),
    "hand-over": verb({
      ...{ action: "HandOver", summary: "Hand it over to a colleague", body: HandOverBody, onWhatWasSeen: true },
      command: ({ to }, principal) => ({ type: "HandOver", from: idAs(OperatorId, principal), to }),
      through: handOverThere,
    }),
    complete: byOperator("CompleteManufacturing", false, "Finish making it"),
    rework: explained("ReworkOrder", true, "Have it made good, with a reason"),
    scrap: explained("ScrapOrder", true, "Have it made anew, with a reason"),
    undo: byOperator("UndoStage", true, "Take the last stage back, within minutes"),
    pack: plain("StartPackaging", "plain", "Start packing"),
    ship: verb({
      action: "ShipOrder",
      summary: "Hand it to the carrier",
      body: ShipBody,
      onWhatWasSeen: false,
      command: (shipment) => ({ type: "ShipOrder", ...shipment }),
    }),
    hold: explained("HoldOrder", false, "Put on hold"),
    resume: plain("ResumeOrder", "plain", "Resume"),
  },
};
