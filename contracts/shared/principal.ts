import { z } from "zod";

/** What a signed-in person or a program may do; routes ask for one of these. */
export const Access = z.enum(["customer", "partner", "seller", "operator", "carrier", "admin"]);
export type Access = z.infer<typeof Access>;

/** Who is asking: a person's or account's id and what it may do. `by` in commits is this id. */
export const Principal = z.object({
  id: z.string().regex(/^(cus|acc|opr|sel|sys)_[a-z0-9]{1,64}$/),
  access: Access,
});
export type Principal = z.infer<typeof Principal>;

/** Bezel's own processes, as they appear in the audit trail. */
export const pricingSystem: Principal = { id: "sys_pricing", access: "admin" };
export const deadlineSystem: Principal = { id: "sys_deadlines", access: "admin" };
export const quoteSystem: Principal = { id: "sys_quotes", access: "admin" };
export const setupSystem: Principal = { id: "sys_setup", access: "admin" };
export const workshopSystem: Principal = { id: "sys_workshop", access: "admin" };
