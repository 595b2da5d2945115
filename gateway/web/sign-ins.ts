import { z } from "zod";

/** What the demonstration's parts are played with: session tokens of people, and the carrier's API key. */
export const DemoSignIns = z
  .object({ customer: z.string(), seller: z.string(), operator: z.string(), carrier: z.string() })
  .meta({ id: "DemoSignIns" });
export type DemoSignIns = z.infer<typeof DemoSignIns>;
