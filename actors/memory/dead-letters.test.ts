import { deadLetterConformance } from "../testing/dead-letter-conformance.ts";
import { memoryDeadLetters } from "./dead-letters.ts";

deadLetterConformance("memory", async () => memoryDeadLetters());
