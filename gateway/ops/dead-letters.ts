import { Elysia } from "elysia";
import { z } from "zod";
import { type DeskAnswer, type LetterDesk, NotNow } from "#actors/client.ts";
import { DeadLetterPage, DeadLetterSettled, DeadLettersQuery, DeadLetterView } from "#contracts/api/dead-letters.ts";
import { type DeadLetter, DeadLetterId } from "#contracts/log/dead-letter.ts";
import { type Authenticate, only } from "../plugins/auth.ts";
import { ProblemError } from "../problem.ts";

const tags = ["Operations"];
const ofLetter = z.object({ letterId: DeadLetterId });

const encode = (place: number): string => btoa(String(place)).replaceAll("=", "");

/** The place a cursor names; the beginning without one. */
function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const place = /^[A-Za-z0-9+/]+$/.test(cursor) && cursor.length % 4 !== 1 ? atob(cursor) : "";
  if (!/^[1-9]\d{0,15}$/.test(place)) throw new ProblemError("feed/cursor-invalid");
  return Number(place);
}

const summary = ({ message: _, settled: __, ...rest }: DeadLetter) => rest;

/** The answer of the desk, as one of the API. */
function answer(given: DeskAnswer): z.infer<typeof DeadLetterSettled> {
  if (given.kind === "settled") return { id: given.letter.id, ...given.settled };
  if (given.kind === "not-found") throw new ProblemError("dead-letter/not-found");
  if (given.kind === "failed-again") throw new ProblemError("dead-letter/failed-again", { detail: given.error });
  throw new ProblemError("dead-letter/settled", { detail: `It was ${given.settled.as} by ${given.settled.by}.` });
}

/** What the desk needs does not answer: the log, or where the letters are. */
const reachable = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw error instanceof NotNow ? new ProblemError("service/log-unavailable") : error;
  });

/** Messages that processes could not deal with: to look at, to have dealt with once more, or to give up. */
export const deadLetterRoutes = (authenticate: Authenticate, desk: LetterDesk) =>
  new Elysia({ prefix: "/ops/v1" })
    .use(only(authenticate))
    .get(
      "/dead-letters",
      async ({ query: { process, cursor, limit } }) => {
        const { letters, next } = await reachable(desk.page(placeOf(cursor), limit, process));
        const items = letters.map(summary);
        return next === undefined ? { items } : { items, next: encode(next) };
      },
      {
        query: DeadLettersQuery,
        response: { 200: DeadLetterPage },
        detail: { summary: "Messages that processes could not deal with, oldest first", tags },
      },
    )
    .get(
      "/dead-letters/:letterId",
      async ({ params: { letterId } }) => {
        const letter = await reachable(desk.find(letterId));
        if (!letter) throw new ProblemError("dead-letter/not-found");
        return letter;
      },
      {
        params: ofLetter,
        response: { 200: DeadLetterView },
        detail: { summary: "One of them, with the message itself and what became of it", tags },
      },
    )
    .post(
      "/dead-letters/:letterId/redrive",
      async ({ params: { letterId }, principal }) => answer(await reachable(desk.redrive(letterId, principal.id))),
      {
        params: ofLetter,
        response: { 200: DeadLetterSettled },
        detail: { summary: "Have it dealt with once more, and take it off the list when that goes well", tags },
      },
    )
    .post(
      "/dead-letters/:letterId/discard",
      async ({ params: { letterId }, principal }) => answer(await reachable(desk.discard(letterId, principal.id))),
      {
        params: ofLetter,
        response: { 200: DeadLetterSettled },
        detail: { summary: "Take it off the list for good: it will not be dealt with", tags },
      },
    );
