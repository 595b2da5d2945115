import { ObjectMissing } from "../ports.ts";
import type { NotFetched } from "./process/answer-models.ts";

/** A model's bytes as they come. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Where a worker gets a model's bytes itself, without any keys, so that they never pass through this process. */
export class StoredModel {
  constructor(readonly address: string) {}
}

export type Source = Bytes | StoredModel;

/** A line of a worker's answer. Throws ObjectMissing, and an error when the worker could not reach the store. */
export function answerIn<Answer>(line: string): Answer {
  const answer = JSON.parse(line) as Answer | NotFetched;
  if (!isNotFetched(answer)) return answer;
  const { isMissing, message } = answer.notFetched;
  throw isMissing ? new ObjectMissing(message) : new Error(`a worker could not read the model: ${message}`);
}

const isNotFetched = (answer: unknown): answer is NotFetched =>
  typeof answer === "object" && answer !== null && "notFetched" in answer;
