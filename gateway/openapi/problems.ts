import { Problem } from "#contracts/api/problem.ts";
import { ProblemError, problemCodes } from "../problem.ts";
import { answerHeader } from "./parameters.ts";
import type { Ref } from "./route.ts";
import type { Schemas } from "./schemas.ts";

/** Names of the statuses problems have: components.responses. */
const names: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  411: "LengthRequired",
  412: "PreconditionFailed",
  413: "ContentTooLarge",
  422: "UnprocessableContent",
  428: "PreconditionRequired",
  429: "TooManyRequests",
  500: "InternalServerError",
  503: "ServiceUnavailable",
};

const headersOf = (status: number) => {
  if (status === 401) return { headers: { "WWW-Authenticate": answerHeader("Authenticate") } };
  if (status === 429 || status === 503) return { headers: { "Retry-After": answerHeader("RetryAfter") } };
  return {};
};

export const problemRef = (status: number): Ref => ({ $ref: `#/components/responses/${names[status]}` });

/** One response a status, with every code it may carry as an example. */
export function problemResponses(schemas: Schemas) {
  const problems = problemCodes.map((code) => new ProblemError(code).problem);
  const schema = schemas.output(Problem);
  const byStatus = Object.groupBy(problems, ({ status }) => status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, own = []]) => {
      const name = names[Number(status)];
      if (!name) throw new Error(`problems of status ${status} have no name`);
      const description = own.map(({ code, title }) => `\`${code}\`: ${title}`).join("\n");
      const examples = Object.fromEntries(own.map((value) => [value.code, { value }]));
      const content = { "application/problem+json": { schema, examples } };
      return [name, { description, ...headersOf(Number(status)), content }];
    }),
  );
}
