import { z } from "zod";

/** What the demonstration's parts are played with: session tokens of people, and the carrier's API key. */
export const DemoSignIns = z
  .object({ customer: z.string(), seller: z.string(), operator: z.string(), carrier: z.string() })
  .meta({ id: "DemoSignIns" });
export type DemoSignIns = z.infer<typeof DemoSignIns>;

/** Operators of the demonstration, with the passwords set-up gave them: the board's sign-in offers them. */
export const DemoOperators = z
  .array(z.object({ name: z.string(), email: z.string(), password: z.string() }))
  .meta({ id: "DemoOperators" });
export type DemoOperators = z.infer<typeof DemoOperators>;

export interface Demonstration {
  readonly signIns: () => Promise<DemoSignIns>;
  readonly operators: DemoOperators;
}
