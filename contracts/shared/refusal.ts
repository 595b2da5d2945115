import { z } from "zod";

/**
 * Why something was not done, as stable codes with a sentence for people. Codes are for ever:
 * clients switch on them. What HTTP status each becomes is the gateway's business.
 */
export const refusals = {
  "order/not-found": "There is no such order.",
  "order/already-exists": "This order exists already.",
  "order/illegal-transition": "The order's status does not allow this step.",
  "order/on-hold": "The order is on hold; resume it first.",
  "order/not-on-hold": "The order is not on hold.",
  "order/no-model": "Upload a model before submitting the order.",
  "order/no-choice": "Choose a material and a finishing for goods made from a model.",
  "order/ready-made": "Ready-made goods take no model.",
  "order/already-accepted": "The price has been accepted already.",
  "order/price-expired": "The time for accepting this price is over; submit the order again for a new one.",
  "order/price-not-accepted": "The price has not been accepted yet.",
  "order/other-submission": "The price belongs to an earlier submission of the order.",
  "order/other-operator": "Another operator is working on this order.",
  "order/tracking-mismatch": "The tracking number is not this order's.",
  "order/create-window-closed": "An order can be created only in the month its id names.",
  "account/not-found": "There is no such account.",
  "account/already-exists": "This account exists already.",
  "account/key-exists": "This API key exists already.",
  "account/key-not-found": "There is no such API key.",
  "price-book/not-found": "No price book has been published yet.",
  "price-book/not-next": "A price book's version must be one above the version in force.",
  "model/already-exists": "This model exists already.",
  "model/not-found": "There is no such model.",
  "model/not-uploaded": "The model's bytes have not arrived; upload them to the given address first.",
  "model/too-large": "The model is larger than this installation accepts.",
  "workshop/operator-unknown": "The workshop does not know this operator.",
  "workshop/operator-exists": "The workshop knows this operator already.",
  "workshop/job-not-found": "This order is not in the workshop.",
  "workshop/not-queued": "This order does not wait in the queue.",
  "workshop/taken": "Another operator has this order.",
  "workshop/not-theirs": "This order is not with that operator.",
  "workshop/skill-missing": "The operator lacks the skill this order needs.",
  "workshop/at-cap": "The operator has as many open orders as they may have.",
  "workshop/not-on-shift": "The operator is not on shift.",
  "command/key-reused": "This idempotency key was used before with other parameters.",
  "command/stale": "The order has changed since you saw it; read it again.",
  "command/refused": "The command was refused, for a reason only a newer release can tell.",
  "command/too-large": "The command would write more into the log than one commit may hold.",
  "command/unknown": "There is no such command.",
} as const satisfies Record<string, string>;

export const RefusalCode = z.enum(Object.keys(refusals) as [keyof typeof refusals, ...(keyof typeof refusals)[]]);
export type RefusalCode = keyof typeof refusals;
