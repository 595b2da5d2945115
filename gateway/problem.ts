import type { Problem } from "#contracts/api/problem.ts";
import type { Unavailable } from "#contracts/command/message.ts";
import { RefusalCode, refusals } from "#contracts/shared/refusal.ts";

/** What the gateway itself says no with, beside the refusals of the actors. */
const own = {
  "request/invalid": [422, "The request does not have the right form."],
  "request/unreadable": [400, "The request could not be read."],
  "request/not-found": [404, "There is nothing at this address."],
  "request/too-large": [413, "The body is larger than accepted here."],
  "request/length-required": [411, "Say how long the body is, with Content-Length."],
  "request/key-required": [400, "This request needs an Idempotency-Key header."],
  "request/version-required": [428, "Say which version you saw, with If-Match."],
  "auth/required": [401, "Sign in, or send an API key."],
  "auth/invalid": [401, "The sign-in or API key is not valid."],
  "auth/wrong-credentials": [401, "The e-mail address or the password is wrong."],
  "auth/identity-unavailable": [503, "Nobody can sign in at the moment. Who is signed in already stays so."],
  "auth/too-many-tries": [429, "Too many tries. Wait before you sign in again."],
  "auth/forbidden": [403, "This is not yours to do."],
  "feed/cursor-invalid": [400, "The cursor is not one of ours."],
  "dead-letter/not-found": [404, "There is no such dead letter."],
  "dead-letter/settled": [409, "The dead letter was settled before, in another way."],
  "dead-letter/failed-again": [409, "It failed again and stays where it is."],
  "service/busy": [503, "Too much is waiting here. Try again shortly."],
  "service/log-unavailable": [503, "The order log does not answer. Try again shortly."],
  "service/no-answer": [503, "No answer came in time; whether it was done is not known. Try again with the same key."],
  "service/database-unavailable": [503, "Lists are not available at the moment. Single orders are."],
  "service/store-unavailable": [503, "The file store does not answer. Try again shortly."],
  "service/unreadable": [503, "This needs a newer release than the nodes that answered; try again."],
  "service/not-ready": [503, "This node cannot work at the moment."],
  "service/stopping": [503, "This node is stopping. Try again."],
  "service/failed": [500, "Something went wrong here. It has been noted."],
} as const satisfies Record<string, readonly [number, string]>;
export type GatewayCode = keyof typeof own;

/** Refusals that are not plain conflicts with the state of things. */
const statusOfRefusal: Partial<Record<RefusalCode, number>> = {
  "order/not-found": 404,
  "quote/not-found": 404,
  "quote/incomplete": 422,
  "quote/own-proposal": 403,
  "account/not-found": 404,
  "model/not-found": 404,
  "account/key-not-found": 404,
  "operator/not-found": 404,
  "workshop/not-found": 404,
  "model/too-large": 413,
  "price-book/not-found": 404,
  "price-book/draft-not-found": 404,
  "price-book/version-not-found": 404,
  "price-book/own-draft": 403,
  "price-book/other-currency": 422,
  "price-book/no-such-metal": 422,
  "command/key-reused": 422,
  "command/stale": 412,
  "command/too-large": 413,
  "command/unknown": 500,
  "order/no-choice": 422,
};

const unavailableCode: Record<Unavailable["reason"], GatewayCode> = {
  busy: "service/busy",
  "log-unavailable": "service/log-unavailable",
  "archive-unavailable": "service/store-unavailable",
  expired: "service/no-answer",
  "no-answer": "service/no-answer",
  "no-node": "service/busy",
  unreadable: "service/unreadable",
  failed: "service/failed",
};

export type ProblemCode = RefusalCode | GatewayCode;
/** Every code an answer may carry. */
export const problemCodes: readonly ProblemCode[] = [...RefusalCode.options, ...(Object.keys(own) as GatewayCode[])];
type More = Pick<Problem, "detail" | "errors" | "holder" | "retryAfter">;

const isOwn = (code: ProblemCode): code is GatewayCode => code in own;

/** A problem to answer with. Thrown anywhere below a route; the errors plugin turns it into the response. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;

  constructor(code: ProblemCode, more: More = {}) {
    super(code);
    const [status, title] = isOwn(code) ? own[code] : [statusOfRefusal[code] ?? 409, refusals[code]];
    const retry = status === 503 ? { retryAfter: 1 } : {};
    this.problem = { type: `/problems/${code}`, title, status, code, ...retry, ...more };
  }

  /** The problem for an answer that says nothing was decided, or that nobody knows. */
  static unavailable({ reason }: Unavailable): ProblemError {
    return new ProblemError(unavailableCode[reason]);
  }
}

/** The response: problem+json, with Retry-After where trying again helps. */
export function problemResponse({ problem }: ProblemError): Response {
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (problem.retryAfter !== undefined) headers.set("retry-after", String(problem.retryAfter));
  if (problem.status === 401) headers.set("www-authenticate", 'Bearer realm="bezel"');
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
