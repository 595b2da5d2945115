import { inMemory } from "./in-memory.ts";
import { served } from "./served/main.ts";

/** Facts of files in memory beside peers, then prices as clients of running nodes get them. */
export async function pricing(): Promise<void> {
  await inMemory();
  await served();
}
