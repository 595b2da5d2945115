import { Elysia } from "elysia";
import { ProblemError } from "../problem.ts";

/** JSON bodies are small; a model's file has the installation's limit. */
const jsonBytesMax = 1024 * 1024;
/** No body of ours is nested deeper, and whoever writes a much deeper one down needs seconds, or more stack than there is. */
const nestingMax = 32;

/** Where the body is a model's file. Whatever else is sent anywhere else is read as a whole. */
const takesFile = (url: string): boolean => /^[^?#]*\/models?(?:[?#]|$)/.test(url);

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/**
 * Refuses what is too large before it is read (Bun's own limit would answer without a body), and what is nested too
 * deep before it is looked at.
 */
export const bodyLimit = (modelBytesMax: number) =>
  new Elysia({ name: "body-limit" })
    .onRequest(({ request: { headers, url } }) => {
      const length = headers.get("content-length");
      const bytes = Number(length ?? 0);
      if (takesFile(url)) {
        if (bytes > modelBytesMax) throw new ProblemError("model/too-large");
        return;
      }
      if (length === null && headers.has("transfer-encoding")) throw new ProblemError("request/length-required");
      if (bytes > jsonBytesMax) throw new ProblemError("request/too-large");
    })
    .onTransform({ as: "global" }, ({ body }) => {
      if (!isDeeper(body, nestingMax)) return;
      throw new ProblemError("request/invalid", { errors: [{ pointer: "#/body", message: "is nested too deep" }] });
    });
