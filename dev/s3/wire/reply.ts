import type { FileHandle } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { S3Error } from "./s3-error.ts";
import { element, type Xml } from "./xml.ts";

/** What an operation answers; a file body is a part of an open file, closed when sent. */
export interface Reply {
  status: number;
  headers?: Record<string, string | number>;
  xml?: Xml;
  file?: { handle: FileHandle; start: number; length: number };
}

/** Pages elsewhere may use presigned addresses, and read from the answer what an upload needs to complete. */
export const crossOrigin = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "etag, x-amz-checksum-crc32, x-amz-checksum-sha256, content-range, accept-ranges",
};

/** The answer to a browser that asks before sending. */
export function preflight(requestedHeaders: string | undefined): Reply {
  return {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, HEAD, PUT, POST, DELETE",
      "access-control-allow-headers": requestedHeaders ?? "*",
      "access-control-max-age": 600,
    },
  };
}

/** S3's error document. */
export function errorReply(error: S3Error, resource: string): Reply {
  const xml = element("Error", [
    element("Code", error.code),
    element("Message", error.message),
    element("Resource", resource),
  ]);
  return { status: error.status, xml };
}

/** Sends an answer; answers to HEAD carry headers only. */
export async function send(response: ServerResponse, reply: Reply, method: string): Promise<void> {
  try {
    await write(response, reply, method);
  } finally {
    await reply.file?.handle.close();
  }
}

async function write(response: ServerResponse, reply: Reply, method: string): Promise<void> {
  const document = reply.xml && Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${reply.xml.xml}`);
  const length = reply.file?.length ?? document?.length ?? 0;
  const type = document ? { "content-type": "application/xml" } : {};
  const contentLength = reply.status === 204 || reply.status === 304 ? {} : { "content-length": length };
  response.writeHead(reply.status, { ...crossOrigin, ...type, ...contentLength, ...reply.headers });
  if (!reply.file) return void response.end(method === "HEAD" ? undefined : document);
  const { handle, start } = reply.file;
  if (method === "HEAD" || length === 0) response.end();
  else await pipeline(handle.createReadStream({ start, end: start + length - 1, autoClose: false }), response);
}
