import { dirname, join } from "node:path";
import { privateFolder } from "#dev/data/private-folder.ts";
import { type StartChild, startChild } from "#dev/process/child.ts";
import { freePort } from "#dev/process/free-port.ts";
import { untilReady } from "#dev/process/ready.ts";

export interface S3Options {
  dir: string;
  port?: number;
  secretAccessKey: string;
  logFile?: string;
  start?: StartChild;
}

export type S3 = Awaited<ReturnType<typeof startS3>>;

const accessKeyId = "bezel";
const bucket = "bezel";
const region = "us-east-1";

/** Starts the S3 development store on loopback with one bucket; resolves when it answers. */
export async function startS3(options: S3Options) {
  const port = options.port ?? (await freePort());
  privateFolder(options.dir);
  const child = (options.start ?? startChild)({
    name: "the S3 store",
    command: [process.execPath, join(import.meta.dirname, "..", "s3", "main.ts")],
    env: {
      PATH: process.env["PATH"],
      S3_DIR: options.dir,
      S3_PORT: String(port),
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: options.secretAccessKey,
    },
    cwd: options.dir,
    logFile: options.logFile ?? join(dirname(options.dir), "s3.log"),
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await untilReady(child, () => fetch(endpoint));
  const { secretAccessKey } = options;
  return { child, pid: child.pid, port, endpoint, accessKeyId, secretAccessKey, region, bucket, stop: child.stop };
}
