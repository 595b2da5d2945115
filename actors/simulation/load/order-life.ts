import type { OrderCommand } from "#contracts/order/commands.ts";
import { commands } from "../../order/builders.ts";
import type { Dice } from "../kernel/dice.ts";

/** What happens to an order, each step by whoever it concerns; all are legal when they come in this order. */
const life: readonly OrderCommand["type"][] = [
  "RecordPrice",
  "AcceptPrice",
  "ApproveManufacturing",
  "StartManufacturing",
  "CompleteManufacturing",
  "StartPackaging",
  "ShipOrder",
  "CloseOrder",
];
/** What comes between, and may be refused. */
const between: readonly OrderCommand["type"][] = ["HoldOrder", "ResumeOrder", "OverridePrice", "AcceptPrice"];

/** One client's commands to an order: its life, with something in between here and there. */
export function orderCommands(dice: Dice, isFirst: boolean): OrderCommand[] {
  const steps = life.slice(0, 2 + dice.below(life.length - 1));
  const all = isFirst ? steps : steps.filter(() => dice.chance(0.3));
  const mixed = all.flatMap((type) => (dice.chance(0.15) ? [dice.pick(between), type] : [type]));
  return mixed.map((type) => commands[type]);
}

/** How an order begins: placed at once, or step by step. */
export const orderBeginning = (dice: Dice): OrderCommand[] =>
  dice.chance(0.6) ? [commands.PlaceOrder] : [commands.StartOrder, commands.AttachModel, commands.SubmitOrder];
