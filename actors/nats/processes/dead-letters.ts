import { DeadLetter, processOfLetter } from "#contracts/log/dead-letter.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import type { DeadLetters, LetterPage } from "../../runtime/processes/dead-letters.ts";
import { orNotNow } from "../../runtime/processes/not-now.ts";
import type { Nats } from "../connection.ts";
import { directBatch } from "../log/direct-batch.ts";

/** How long it is remembered what became of a letter, so that asking for the same again is answered the same. */
const rememberedFor = "168h";

const decoder = new TextDecoder();
const letterIn = (data: Uint8Array): DeadLetter => DeadLetter.parse(JSON.parse(decoder.decode(data)));

/** Dead letters in a stream of their own, by process and id. */
export function natsDeadLetters({ js, jsm }: Nats, names: Names): DeadLetters {
  const stream = names.deadLetterStream;
  const subjectOf = (id: string) => names.deadLetter(processOfLetter(id), id);
  const filterOf = (process?: string) => (process === undefined ? names.allDeadLetters : names.deadLettersOf(process));

  async function park(letter: DeadLetter): Promise<void> {
    await js.publish(subjectOf(letter.id), JSON.stringify(letter));
  }

  async function page(from: number, limit: number, process?: string): Promise<LetterPage> {
    const found = await directBatch(jsm, stream, filterOf(process), Math.max(1, from), limit + 1);
    const letters = found.slice(0, limit).map(({ data }) => letterIn(data));
    const next = found[limit]?.seq;
    return next === undefined ? { letters } : { letters, next };
  }

  async function find(id: string): Promise<DeadLetter | undefined> {
    for (const subject of [subjectOf(id), names.settledLetter(id)]) {
      // From the leader: whoever settled it must see that at once.
      const message = await jsm.streams.getMessage(stream, { last_by_subj: subject });
      if (message) return letterIn(message.data);
    }
    return undefined;
  }

  /** Remembered first and taken off the list then: between the two it is still parked, and can be settled again. */
  async function settle(letter: DeadLetter, settled: NonNullable<DeadLetter["settled"]>): Promise<void> {
    await js.publish(names.settledLetter(letter.id), JSON.stringify({ ...letter, settled }), { ttl: rememberedFor });
    await jsm.streams.purge(stream, { filter: subjectOf(letter.id) });
  }

  async function count(process: string): Promise<number> {
    let count = 0;
    const first = { seq: 1, next_by_subj: names.deadLettersOf(process), batch: 1 };
    await new Promise<void>((resolve, reject) => {
      jsm.direct
        .getBatch(stream, {
          ...first,
          callback: (done, message) => {
            // The one that came, and those after it.
            if (!done) count = message.pending + 1;
            else if (done.err && !("code" in done.err && done.err.code === 404)) reject(done.err);
            else resolve();
          },
        })
        .catch(reject);
    });
    return count;
  }

  const what = "the dead letters cannot be reached";
  return {
    park: (letter) => orNotNow(what, park(letter)),
    page: (from, limit, process) => orNotNow(what, page(from, limit, process)),
    find: (id) => orNotNow(what, find(id)),
    settle: (letter, settled) => orNotNow(what, settle(letter, settled)),
    count: (process) => orNotNow(what, count(process)),
  };
}
