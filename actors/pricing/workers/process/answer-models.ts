import { ObjectMissing } from "../../ports.ts";
import { FrameReader } from "./frames.ts";
import { readStoredObject } from "./stored-object.ts";

/** One line of a worker's answer. */
export const say = (line: object): unknown => process.stdout.write(`${JSON.stringify(line)}\n`);

/** What a worker says when it could not get a model's bytes. */
export interface NotFetched {
  readonly done: true;
  readonly notFetched: { readonly isMissing: boolean; readonly message: string };
}

const notFetched = (error: unknown): NotFetched => ({
  done: true,
  notFetched: { isMissing: error instanceof ObjectMissing, message: String(error) },
});

/**
 * Reads models from standard input one after the other, each with a new reader, and answers each when it is complete.
 * Of a model whose bytes the worker gets itself the answer is told the SHA-256.
 */
export async function answerModels<Reader extends { push(chunk: Uint8Array): void }>(
  begin: () => Reader,
  answer: (complete: Reader, sha256?: string) => Promise<void>,
): Promise<void> {
  let reading = begin();
  let answering = Promise.resolve();
  const inTurn = (work: () => Promise<unknown>) => {
    answering = answering.then(async () => void (await work()));
  };
  async function fetchAndAnswer(address: string): Promise<unknown> {
    const fetched = begin();
    let sha256: string;
    try {
      sha256 = await readStoredObject(address, (chunk) => fetched.push(chunk));
    } catch (error) {
      return say(notFetched(error));
    }
    return answer(fetched, sha256);
  }
  const frames = new FrameReader({
    part: (bytes) => reading.push(bytes),
    end: () => {
      const complete = reading;
      reading = begin();
      inTurn(() => answer(complete));
    },
    address: (address) => inTurn(() => fetchAndAnswer(address)),
  });
  for await (const bytes of Bun.stdin.stream()) frames.push(bytes);
  await answering;
}
