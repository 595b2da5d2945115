import { createHash } from "node:crypto";
import type { Operation } from "#dev/checker/history.ts";
import { type Answer, apiClient, expectOk } from "#dev/client/api.ts";

/** Somebody who uses the API, and how they sign in. */
export interface Person {
  readonly id: string;
  readonly credential: string;
}

export interface Wish {
  readonly path: string;
  readonly json?: unknown;
  /** The version decided on. */
  readonly seen?: number;
  readonly key: string;
}

/** Between attempts, ms. */
const pauseMs = 100;
/** A node that does not answer for this long is left for another; what was asked of it may still be done, ms. */
const answerWithinMs = 2_000;
/** Longer than any outage of a test, ms. */
const giveUpAfterMs = 30_000;

/** The id a command has in the log: a function of who gave it under which key. */
const commandId = ({ id }: Person, key: string): string =>
  createHash("sha256").update(`${id}\n${key}`).digest("base64url").slice(0, 27);

/** Whether the answer says no more than "not now": then the same again, under the same key. */
const isAnswer = ({ status }: Answer) => status < 500;

/** No answer came, for whatever reason. */
const nothing = (reason: unknown = "no answer in time") => ({ status: 599, body: String(reason) }) as Answer;

/**
 * A program that does what the API asks of programs: it repeats a request that was not answered, at any node, under
 * the same key. Notes what it asked and what it was told.
 */
export class Client {
  #turn = 0;

  constructor(
    /** Of all nodes, dead or alive. */
    readonly urls: readonly string[],
    readonly note: (operation: Operation) => void,
  ) {}

  /** Does something once. `order` is undefined when this begins one. */
  async write(by: Person, order: string | undefined, { path, json = {}, seen, key }: Wish): Promise<Answer> {
    const calledMs = performance.now();
    const headers = { "idempotency-key": key, ...(seen === undefined ? {} : { "if-match": `"${seen}"` }) };
    const answer = await this.#insist((url) => apiClient(url, by.credential).post(path, json, headers));
    const outcome = answer.status < 300 ? "ok" : "refused";
    const told = { outcome, version: answer.body.version, returnedMs: performance.now() } as const;
    this.note({ kind: "write", id: commandId(by, key), order: order ?? answer.body.id, calledMs, ...told });
    return answer;
  }

  async read(by: Person, order: string, path: string): Promise<Answer> {
    const calledMs = performance.now();
    const answer = await this.#insist((url) => apiClient(url, by.credential).get(path));
    const { version } = expectOk(answer);
    this.note({ kind: "read", order, version, calledMs, returnedMs: performance.now() });
    return answer;
  }

  async #insist(ask: (url: string) => Promise<Answer>): Promise<Answer> {
    const deadline = performance.now() + giveUpAfterMs;
    for (;;) {
      const url = this.urls[this.#turn++ % this.urls.length] ?? "";
      const answer = await Promise.race([ask(url).catch(nothing), Bun.sleep(answerWithinMs).then(nothing)]);
      if (isAnswer(answer)) return answer;
      if (performance.now() > deadline) throw new Error(`gave up: ${answer.status} ${JSON.stringify(answer.body)}`);
      await Bun.sleep(pauseMs);
    }
  }
}
