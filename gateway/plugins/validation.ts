import type { ValidationError } from "elysia";
import { z } from "zod";
import { ProblemError } from "../problem.ts";

/** A body with a thousand faults is told its first few. */
const errorsMax = 20;

/** One step of a JSON pointer (RFC 6901). */
const escaped = (step: PropertyKey): string => String(step).replaceAll("~", "~0").replaceAll("/", "~1");
const pointer = (part: string, path: readonly PropertyKey[]): string => ["#", part, ...path.map(escaped)].join("/");

function explain(part: string, issue: z.core.$ZodIssue): { pointer: string; message: string }[] {
  const { path, message } = issue;
  if (issue.code !== "unrecognized_keys") return [{ pointer: pointer(part, path), message }];
  return issue.keys.map((key) => ({ pointer: pointer(part, [...path, key]), message: "is not a field here" }));
}

/** The schema behind a validation error: Elysia wraps it in something that has a safeParse of its own. */
function schemaOf({ validator }: ValidationError): z.ZodType | undefined {
  const { schema = validator } = validator as unknown as { readonly schema?: unknown };
  return schema instanceof z.ZodType ? schema : undefined;
}

/** What of a request was wrong, each with a pointer to where. A response that breaks its own schema is our failure. */
export function invalid(error: ValidationError): ProblemError {
  if (error.type === "response") return new ProblemError("service/failed");
  const issues = schemaOf(error)?.safeParse(error.value).error?.issues ?? [];
  const errors = issues.flatMap((issue) => explain(error.type, issue)).slice(0, errorsMax);
  return new ProblemError("request/invalid", { errors });
}
