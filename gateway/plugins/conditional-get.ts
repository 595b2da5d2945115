import { Elysia } from "elysia";
import { notModified } from "../orders/conditions.ts";

/** Answers 304 without a body to whoever has the version in the route's ETag already (RFC 9110, 13.1.2). */
export const conditionalGet = () =>
  new Elysia({ name: "conditional-get" }).mapResponse({ as: "global" }, ({ request, headers, set }) => {
    const etag = set.headers["etag"];
    if (request.method !== "GET" || etag === undefined || !notModified(headers, String(etag))) return;
    const caching = {
      etag: String(etag),
      "cache-control": String(set.headers["cache-control"] ?? "private, no-cache"),
    };
    return new Response(null, { status: 304, headers: caching });
  });
