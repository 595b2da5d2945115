import { type JobFacts, Skill } from "../../workshop/parts.ts";
import type { Order } from "../order.ts";

/** What the queue must know of an order. Goods from a model need whoever works in their material; ready-made ones anybody. */
export function jobOf({ goods, choice, promiseBy, priority = 0 }: Order): JobFacts {
  const skill = goods.kind === "model" ? Skill.safeParse(choice?.material).data : undefined;
  return { priority, ...(skill === undefined ? {} : { skill }), ...(promiseBy === undefined ? {} : { promiseBy }) };
}
