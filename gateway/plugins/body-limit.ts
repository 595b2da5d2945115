import { Elysia } from "elysia";
import { ProblemError } from "../problem.ts";

/** JSON bodies are small; a model's file has the installation's limit. */
const jsonBytesMax = 1024 * 1024;

/** Refuses what is too large before it is read. Bun's own limit would answer without a body. */
export const bodyLimit = (modelBytesMax: number) =>
  new Elysia({ name: "body-limit" }).onRequest(({ request: { headers } }) => {
    const isJson = (headers.get("content-type") ?? "").includes("json");
    const length = headers.get("content-length");
    if (isJson && length === null && headers.has("transfer-encoding")) {
      throw new ProblemError("request/length-required");
    }
    const bytes = Number(length ?? 0);
    if (isJson && bytes > jsonBytesMax) throw new ProblemError("request/too-large");
    if (bytes > modelBytesMax) throw new ProblemError("model/too-large");
  });
