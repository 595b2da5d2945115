import type { DeadLetter } from "#contracts/log/dead-letter.ts";
import type { DeadLetters } from "../runtime/processes/dead-letters.ts";

/** Dead letters in one process's memory: the same promise as the real place, for pure tests and simulation. */
export function memoryDeadLetters(): DeadLetters {
  const parked = new Map<string, { seq: number; letter: DeadLetter }>();
  const settled = new Map<string, DeadLetter>();
  let sequence = 0;
  const inOrder = (process?: string) =>
    [...parked.values()]
      .filter(({ letter }) => process === undefined || letter.process === process)
      .sort((a, b) => a.seq - b.seq);
  return {
    park: async (letter) => {
      parked.set(letter.id, { seq: ++sequence, letter });
    },
    page: async (from, limit, process) => {
      const rows = inOrder(process).filter(({ seq }) => seq >= from);
      const letters = rows.slice(0, limit).map(({ letter }) => letter);
      const next = rows[limit]?.seq;
      return next === undefined ? { letters } : { letters, next };
    },
    find: async (id) => parked.get(id)?.letter ?? settled.get(id),
    settle: async (letter, how) => {
      settled.set(letter.id, { ...letter, settled: how });
      parked.delete(letter.id);
    },
    count: async (process) => inOrder(process).length,
  };
}
