import { notModified } from "../orders/conditions.ts";

/** Smaller answers are not worth the work, bytes. */
const leastBytes = 1_024;

interface Exchange {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly set: { readonly headers: Record<string, string | number | undefined> };
}

const tagOf = (text: string): string => `"${Bun.hash(text).toString(36)}"`;

/**
 * An answer for clients on thin lines: 304 when they have it, else gzipped where they take that. What it is told by is
 * its content, so that two gateways agree. The headers set before go with it.
 */
export function compact(answer: unknown, { headers, set }: Exchange): Response {
  const text = JSON.stringify(answer);
  const etag = tagOf(text);
  const own = new Headers({ etag, "cache-control": "private, no-cache", vary: "accept-encoding, authorization" });
  for (const [name, value] of Object.entries(set.headers)) if (value !== undefined) own.set(name, String(value));
  if (notModified(headers, etag)) return new Response(null, { status: 304, headers: own });
  own.set("content-type", "application/json");
  const takesGzip = /\bgzip\b/.test(headers["accept-encoding"] ?? "");
  if (!takesGzip || text.length < leastBytes) return new Response(text, { headers: own });
  own.set("content-encoding", "gzip");
  return new Response(Bun.gzipSync(text), { headers: own });
}
