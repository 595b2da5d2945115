import { z } from "zod";
import { serveS3 } from "./server.ts";

/** The store as a process of its own, told by its environment where and for whom. */
const env = z
  .object({
    S3_DIR: z.string(),
    S3_PORT: z.coerce.number().int(),
    S3_BUCKET: z.string(),
    S3_ACCESS_KEY_ID: z.string(),
    S3_SECRET_ACCESS_KEY: z.string(),
  })
  .parse(process.env);

const credentials = { accessKeyId: env.S3_ACCESS_KEY_ID, secretAccessKey: env.S3_SECRET_ACCESS_KEY };
const server = await serveS3({ dir: env.S3_DIR, port: env.S3_PORT, bucket: env.S3_BUCKET, credentials });
console.log(`listening on 127.0.0.1:${server.port}`);

process.once("SIGTERM", () => {
  void server.stop().then(() => process.exit(0));
});
