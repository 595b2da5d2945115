import { Elysia, ValidationError } from "elysia";
import { ArchiveUnavailable, LogUnavailable } from "#actors/client.ts";
import { type GatewayCode, ProblemError, problemResponse } from "../problem.ts";
import type { Log } from "../telemetry/log.ts";
import { invalid } from "./validation.ts";

/** Elysia's own errors, by its codes. */
const elysiaCodes: Record<string, GatewayCode> = {
  NOT_FOUND: "request/not-found",
  PARSE: "request/unreadable",
  INVALID_COOKIE_SIGNATURE: "request/unreadable",
  INVALID_FILE_TYPE: "request/invalid",
};

/** Every failure as problem+json with a stable code; what nobody foresaw is noted and told apart from the client's faults. */
export const errors = (log: Log) =>
  new Elysia({ name: "errors" }).onError({ as: "global" }, ({ error, code }) => {
    if (error instanceof ProblemError) return problemResponse(error);
    if (error instanceof ArchiveUnavailable) return problemResponse(new ProblemError("service/store-unavailable"));
    if (error instanceof LogUnavailable) return problemResponse(new ProblemError("service/log-unavailable"));
    if (error instanceof ValidationError) return problemResponse(invalid(error));
    const known = elysiaCodes[String(code)];
    if (known) return problemResponse(new ProblemError(known));
    log.error({ err: error }, "request failed");
    return problemResponse(new ProblemError("service/failed"));
  });
