import { z } from "zod";
import { DeadLetter, DeadLetterId, ProcessName } from "../log/dead-letter.ts";

/** A dead letter as lists show it: without the message. */
export const DeadLetterSummary = DeadLetter.omit({ message: true, settled: true }).meta({ id: "DeadLetterSummary" });

/** A dead letter with the message that could not be dealt with. */
export const DeadLetterView = DeadLetter.meta({ id: "DeadLetter" });

export const DeadLettersQuery = z.strictObject({
  process: ProcessName.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** A page of parked messages, oldest first; `next` is the cursor of the page after it. */
export const DeadLetterPage = z
  .object({ items: z.array(DeadLetterSummary), next: z.string().optional() })
  .meta({ id: "DeadLetterPage" });

/** What became of a dead letter; asking for the same again is answered the same for a week. */
export const DeadLetterSettled = z
  .object({ id: DeadLetterId, as: z.enum(["redriven", "discarded"]), by: z.string(), at: z.iso.datetime() })
  .meta({ id: "DeadLetterSettled" });
