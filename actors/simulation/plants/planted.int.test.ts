import { expect, test } from "bun:test";
import { planted } from "./planted.ts";
import { caught } from "./planting.ts";

/* Needs no servers, and longer than ./bezel check may take: the runtime is bundled anew for every bug. */

/** A bug that hides in so many worlds hides too well. */
const seedsMax = 300;
/** For machines that do much else besides, ms. */
const patienceMs = 240_000;

test(
  `${planted.length} of ${planted.length} planted bugs are caught`,
  async () => {
    const missed: string[] = [];
    for (const plant of planted) {
      const first = await caught(plant, seedsMax);
      console.log(`${first ? `seed ${first.seed}, ${first.check}` : "missed"}: ${plant.name}`);
      if (!first) missed.push(plant.name);
    }
    expect(missed).toEqual([]);
  },
  patienceMs,
);
