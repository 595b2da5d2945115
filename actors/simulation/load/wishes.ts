import { fingerprintOf } from "#contracts/command/fingerprint.ts";
import type { Dice } from "../kernel/dice.ts";
import type { CounterCommand } from "./counter.ts";
import type { Wish } from "./operation.ts";

type Command = { readonly type: string; readonly [parameter: string]: unknown };

/** A command as a client would name it. */
export const commandWish = (aggregate: string, id: string, command: Command, more: Partial<Wish> = {}): Wish => ({
  kind: "command",
  aggregate,
  command,
  id,
  fingerprint: fingerprintOf(command),
  ...more,
});

export const readWish = (aggregate: string, id: string): Wish => ({
  kind: "read",
  aggregate,
  command: { type: "read" },
  id,
  fingerprint: "",
});

/** What somebody may want of a counter, sometimes foolishly. */
export function counterWish(dice: Dice, aggregate: string, id: string, knownVersion: number): Wish {
  if (dice.chance(0.12)) return readWish(aggregate, id);
  const command: CounterCommand = dice.chance(0.05)
    ? { type: "Open", limit: 9 }
    : { type: "Add", n: dice.below(9) - 3 };
  const ifVersion = dice.chance(0.1) ? { ifVersion: knownVersion } : {};
  const ifOwner = dice.chance(0.1) ? { ifOwner: dice.pick(["acc_counting", "acc_other"]) } : {};
  return commandWish(aggregate, id, command, { ...ifVersion, ...ifOwner });
}
