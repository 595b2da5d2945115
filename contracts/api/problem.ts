import { z } from "zod";

/** RFC 9457 problem details, with a stable `code` for programs and JSON pointers to what was wrong in a body. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
    /** Who has it now, where an operator was slower than a colleague. */
    holder: z.string().optional(),
    /** Seconds until trying again makes sense. */
    retryAfter: z.int().optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;
