import { ProblemError } from "../problem.ts";

type Headers = Readonly<Record<string, string | undefined>>;

/** The strong entity tag of an aggregate's version. */
export const etagOf = (version: number): string => `"${version}"`;

/** The version a client says it saw, from If-Match; undefined when it says nothing or `*`. */
export function ifMatch(headers: Headers): number | undefined {
  const value = headers["if-match"]?.trim();
  if (value === undefined || value === "*") return undefined;
  const version = /^"?(\d{1,9})"?$/.exec(value)?.[1];
  // A tag that is none of ours matches nothing.
  if (version === undefined) throw new ProblemError("command/stale");
  return Number(version);
}

/** As ifMatch, where a person decides on what they saw and must say what that was. */
export function requiredIfMatch(headers: Headers): number | undefined {
  if (headers["if-match"] === undefined) throw new ProblemError("request/version-required");
  return ifMatch(headers);
}

/** Whether the client has what this entity tag stands for already. */
export const notModified = (headers: Headers, etag: string): boolean =>
  (headers["if-none-match"] ?? "").split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);

/** The client's idempotency key, 8 to 128 visible characters. Programs must send one. */
export function idempotencyKey(headers: Headers, required = false): string | undefined {
  const key = headers["idempotency-key"];
  if (key === undefined) {
    if (required) throw new ProblemError("request/key-required");
    return undefined;
  }
  if (!/^[\x21-\x7e]{8,128}$/.test(key)) {
    const detail = "An Idempotency-Key has 8 to 128 visible ASCII characters.";
    throw new ProblemError("request/invalid", { detail });
  }
  return key;
}
