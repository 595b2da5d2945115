import type { IncomingMessage } from "node:http";
import { S3Error } from "./s3-error.ts";

/** One request, addressed path-style: /bucket/key. */
export interface S3Request {
  method: string;
  /** The path as sent, still percent-encoded: signatures are over it. */
  rawPath: string;
  bucket: string;
  key: string;
  query: ReadonlyMap<string, string>;
  header: (name: string) => string | undefined;
  headers: ReadonlyMap<string, string>;
  body: AsyncIterable<Buffer>;
}

/** Reads the request line and headers; the body stays a stream. */
export function parseRequest(message: IncomingMessage): S3Request {
  const target = message.url ?? "/";
  const mark = target.indexOf("?");
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const path = decoded(rawPath);
  const slash = path.indexOf("/", 1);
  const headers = new Map(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: message.method ?? "GET",
    rawPath,
    bucket: slash < 0 ? path.slice(1) : path.slice(1, slash),
    key: slash < 0 ? "" : path.slice(slash + 1),
    query: parseQuery(mark < 0 ? "" : target.slice(mark + 1)),
    header: (name) => headers.get(name),
    headers,
    body: message,
  };
}

function parseQuery(text: string): Map<string, string> {
  const pairs = text.split("&").filter((pair) => pair !== "");
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return equals < 0 ? [decoded(pair), ""] : [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error("InvalidArgument", "The address is not valid percent-encoded UTF-8.");
  }
}
