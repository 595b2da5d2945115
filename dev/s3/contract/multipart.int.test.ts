import { afterAll, describe, expect, test } from "bun:test";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { large, openSubject, partBytes, refusal, sha256 } from "./subject.ts";

const subject = await openSubject();
const { client, Bucket, text, digest } = subject;
afterAll(subject.end);

describe("multipart", () => {
  const begin = async (Key: string) =>
    (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "model/stl" }))).UploadId;

  test("a stream of unknown length arrives whole", async () => {
    const params = { Bucket, Key: "streamed", Body: new Blob([large]).stream() };
    await new Upload({ client, partSize: partBytes, queueSize: 2, params }).done();
    expect(await digest("streamed")).toBe(sha256(large));
  });

  test("parts uploaded through presigned addresses make one object", async () => {
    const Key = "presigned-parts";
    const UploadId = await begin(Key);
    const Parts = await Promise.all(
      [1, 2, 3].map(async (PartNumber) => {
        const command = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber });
        const body = large.slice((PartNumber - 1) * partBytes, PartNumber * partBytes);
        const answer = await fetch(await getSignedUrl(client, command, { expiresIn: 60 }), { method: "PUT", body });
        return { PartNumber, ETag: answer.headers.get("etag") ?? "" };
      }),
    );
    const listed = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(listed.Parts?.map((part) => part.Size)).toEqual([partBytes, partBytes, 1234]);
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    expect(await digest(Key)).toBe(sha256(large));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ETag).toEndWith('-3"');
    expect(head.ContentType).toBe("model/stl");
  });

  test("a part that was not uploaded, or too small, is refused", async () => {
    const Key = "refused";
    const UploadId = await begin(Key);
    const upload = (PartNumber: number) =>
      client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: "small" }));
    const [first, second] = await Promise.all([upload(1), upload(2)]);
    const complete = (ETag: string | undefined) => {
      const Parts = [
        { PartNumber: 1, ETag: first.ETag },
        { PartNumber: 2, ETag },
      ];
      const command = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
      return refusal(client.send(command));
    };
    expect(await complete('"00000000000000000000000000000000"')).toBe("400 InvalidPart");
    expect(await complete(second.ETag)).toBe("400 EntityTooSmall");
  });

  test("an aborted upload is gone", async () => {
    const Key = "aborted";
    const UploadId = await begin(Key);
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    const late = client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "late" }));
    expect(await refusal(late)).toBe("404 NoSuchUpload");
    expect(await refusal(text(Key))).toBe("404 NoSuchKey");
  });
});
