import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Credentials, verifySignature } from "./auth/signature.ts";
import type { Context } from "./operations/context.ts";
import { operationFor } from "./operations/route.ts";
import { blobFolder } from "./storage/blobs.ts";
import { bucketFolder } from "./storage/buckets.ts";
import { uploadFolder } from "./storage/uploads.ts";
import { payloadOf } from "./wire/payload.ts";
import { errorReply, preflight, type Reply, send } from "./wire/reply.ts";
import { parseRequest } from "./wire/request.ts";
import { S3Error } from "./wire/s3-error.ts";

export interface S3Options {
  dir: string;
  /** 0 for one the system chooses. */
  port: number;
  credentials: Credentials;
  /** Created at the start. */
  bucket: string;
  now?: () => Date;
}

/**
 * The S3-compatible store of the development stack: the part of the API that Bezel and its clients use, over a folder,
 * on loopback, with signatures, expiry and checksums verified. Resolves when it listens.
 */
export async function serveS3(options: S3Options): Promise<{ port: number; stop: () => Promise<void> }> {
  const blobs = blobFolder(join(options.dir, "blobs"));
  const buckets = bucketFolder(join(options.dir, "buckets"), blobs);
  const uploads = uploadFolder(join(options.dir, "uploads"), blobs);
  await buckets.create(options.bucket);
  const store = { blobs, buckets, uploads, now: options.now ?? (() => new Date()) };

  // node:http rather than Bun.serve: signatures need the path as it was sent, and files their length.
  const server = createServer((message, response) => {
    const method = message.method ?? "GET";
    answer(message, options.credentials, store)
      .catch((error: unknown) => errorReply(asS3Error(error), message.url ?? ""))
      .then((reply) => send(response, reply, method))
      // What is left of a refused body is read away, or the client never looks at the answer.
      .then(() => message.resume())
      .catch(() => response.destroy());
  });
  server.requestTimeout = 0;
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(options.port, "127.0.0.1", resolve);
  await listening;
  const stop = () => {
    const { promise, resolve: closed } = Promise.withResolvers<void>();
    server.close(() => closed());
    server.closeAllConnections();
    return promise;
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

type Store = Omit<Context, "request" | "payload">;

async function answer(message: IncomingMessage, credentials: Credentials, store: Store): Promise<Reply> {
  const request = parseRequest(message);
  if (request.method === "OPTIONS") return preflight(request.header("access-control-request-headers"));
  const payloadHash = verifySignature(request, credentials, store.now().getTime());
  return operationFor(request)({ ...store, request, payload: payloadOf(request, payloadHash) });
}

function asS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  console.error(error);
  return new S3Error("InternalError", "The store failed; its log says why.");
}
