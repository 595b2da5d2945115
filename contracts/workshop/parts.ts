import { z } from "zod";
import { Currency } from "../shared/money.ts";
import { everySkill, stages } from "./stages.ts";

/** What an operator must be able to do for a job: today the material it is made of. */
export const Skill = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be lower-case letters, digits and dashes");
export const Skills = z.array(z.union([Skill, z.literal(everySkill)])).max(50);

/** Only those on shift get jobs by themselves. */
export const Shift = z.enum(["on", "break", "off"]);
export type Shift = z.infer<typeof Shift>;

/** Open jobs one operator may have. */
export const usualCap = 12;
export const Cap = z.int().min(1).max(1_000);

/** What is paid for a finished job, minor units. */
export const Pay = z.strictObject({ amount: z.int(), currency: Currency });
export type Pay = z.infer<typeof Pay>;

/** Where an approved order stands: each stage has a duration that is expected of it. */
export const Stage = z.enum(stages);

/** What the queue must know of an order; higher priorities come first, then the earlier promise, then the longer wait. */
export const jobFacts = {
  skill: Skill.optional(),
  priority: z.int().min(0).max(9).default(0),
  /** Until when the customer was promised that it is shipped. */
  promiseBy: z.iso.datetime().optional(),
};
export const JobFacts = z.object(jobFacts);
export type JobFacts = z.infer<typeof JobFacts>;

/** Why a job came back from its operator. */
export const Withdrawal = z.enum(["refused", "held", "expired"]);

/** How the work of a finished job came to be done again. */
export const Reopening = z.enum(["undone", "rework"]);
