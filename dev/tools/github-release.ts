import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Platform } from "./platform.ts";
import { run } from "./run.ts";

/** A refused or silent connection must not hold up the next way of obtaining the program. */
const answerMsMax = 5_000;
const downloadMsMax = 120_000;

/**
 * Downloads nats-server of that version from its project's releases into `folder`, and checks it against the SHA-256
 * the release publishes. Throws with the reason when it cannot be had.
 */
export async function natsServerFromRelease(
  version: string,
  { os, arch }: Platform,
  folder: string,
  stop?: AbortSignal,
): Promise<void> {
  const release = `https://github.com/nats-io/nats-server/releases/download/v${version}`;
  const name = `nats-server-v${version}-${os}-${arch}`;
  const sums = await (await answered(`${release}/SHA256SUMS`, stop)).text();
  const expected = publishedSum(sums, `${name}.tar.gz`);
  const archive = await (await answered(`${release}/${name}.tar.gz`, stop)).bytes();
  const actual = createHash("sha256").update(archive).digest("hex");
  if (actual !== expected) throw new Error(`${name}.tar.gz has SHA-256 ${actual}, published is ${expected}`);
  await Bun.write(join(folder, "archive.tar.gz"), archive);
  await run(["tar", "-xzf", "archive.tar.gz", "--strip-components=1", `${name}/nats-server`], folder);
  await Bun.file(join(folder, "archive.tar.gz")).delete();
}

/** The sum of one file in the format of sha256sum. */
export function publishedSum(sums: string, file: string): string {
  const line = sums.split("\n").find((candidate) => candidate.trim().split(/\s+\*?/)[1] === file);
  const sum = line?.trim().split(/\s+/)[0] ?? "";
  if (!/^[0-9a-f]{64}$/.test(sum)) throw new Error(`the release publishes no SHA-256 of ${file}`);
  return sum;
}

async function answered(url: string, stop: AbortSignal | undefined): Promise<Response> {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(new Error("no answer")), answerMsMax);
  const signal = AbortSignal.any([silent.signal, AbortSignal.timeout(downloadMsMax), ...(stop ? [stop] : [])]);
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response;
  } finally {
    clearTimeout(timer);
  }
}
