import { Elysia, ValidationError } from "elysia";
import { type GatewayCode, ProblemError, problemResponse } from "../problem.ts";
import type { Log } from "../telemetry/log.ts";

/** Elysia's own errors, by its codes. */
const elysiaCodes: Record<string, GatewayCode> = {
  NOT_FOUND: "request/not-found",
  PARSE: "request/unreadable",
  INVALID_COOKIE_SIGNATURE: "request/unreadable",
  INVALID_FILE_TYPE: "request/invalid",
};

const pointer = (path: string): string => (path === "" ? "" : `/${path.replace(/^\//, "").replaceAll(".", "/")}`);

/** What of a request's parts was wrong. A response of ours that breaks its own schema is our failure, not the client's. */
function invalid(error: ValidationError): ProblemError {
  if (error.type === "response") return new ProblemError("service/failed");
  const errors = error.all.flatMap((issue) => {
    const { path, message } = issue as { path?: unknown; message?: string };
    const at = Array.isArray(path) ? path.join("/") : typeof path === "string" ? path : "";
    return [{ pointer: `#/${error.type}${pointer(at)}`, message: message ?? "is not valid" }];
  });
  return new ProblemError("request/invalid", { errors });
}

/** Every failure as problem+json with a stable code; what nobody foresaw is noted and told apart from the client's faults. */
export const errors = (log: Log) =>
  new Elysia({ name: "errors" }).onError({ as: "global" }, ({ error, code }) => {
    if (error instanceof ProblemError) return problemResponse(error);
    if (error instanceof ValidationError) return problemResponse(invalid(error));
    const known = elysiaCodes[String(code)];
    if (known) return problemResponse(new ProblemError(known));
    log.error({ err: error }, "request failed");
    return problemResponse(new ProblemError("service/failed"));
  });
