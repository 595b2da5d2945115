import { expect, test } from "bun:test";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { freePort } from "#dev/process/free-port.ts";
import { servers } from "#dev/testing/servers.ts";
import { ArchiveUnavailable } from "../runtime/archive/aggregate-archive.ts";
import { aggregateArchiveConformance } from "../testing/archive-conformance.ts";
import { archiveKey, s3AggregateArchive } from "./aggregate-archive.ts";
import { s3Client } from "./client.ts";

const { s3 } = await servers();
const options = { ...s3, publicEndpoint: s3.endpoint };

aggregateArchiveConformance("S3", async () => {
  const client = s3Client(options, s3.endpoint);
  const damage = async (id: string) => {
    const at = { Bucket: s3.bucket, Key: archiveKey(id) };
    const { Body, Metadata } = await client.send(new GetObjectCommand(at));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    await client.send(new PutObjectCommand({ ...at, Body: bytes, Metadata }));
  };
  return { archive: s3AggregateArchive(options), damage };
});

test("a store that is away is said to be away", async () => {
  const away = s3AggregateArchive({ ...options, endpoint: `http://127.0.0.1:${await freePort()}` });
  expect(await away.load("tst_aaaaaaaaaaaaaaaa").catch((error: unknown) => error)).toBeInstanceOf(ArchiveUnavailable);
});
