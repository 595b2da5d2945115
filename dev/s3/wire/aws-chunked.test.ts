import { describe, expect, test } from "bun:test";
import { decodeAwsChunked } from "./aws-chunked.ts";

/** Decodes a body that arrives in pieces of `pieceBytes`. */
async function decode(body: string, pieceBytes: number) {
  const whole = Buffer.from(body);
  async function* pieces() {
    for (let at = 0; at < whole.length; at += pieceBytes) yield whole.subarray(at, at + pieceBytes);
  }
  const trailers: Record<string, string> = {};
  const bytes: Buffer[] = [];
  for await (const piece of decodeAwsChunked(pieces(), (name, value) => {
    trailers[name] = value;
  })) {
    bytes.push(piece);
  }
  return { text: Buffer.concat(bytes).toString(), trailers };
}

describe("a body of content encoding aws-chunked", () => {
  const body =
    "5;chunk-signature=ab\r\nhello\r\n7\r\n, \r\nwor\r\n2\r\nld\r\n0\r\nx-amz-checksum-crc32: NhCmhg==\r\n\r\n";

  test.each([1, 2, 3, 7, 1000])("is decoded however it is cut (%d bytes at a time)", async (pieceBytes) => {
    const trailers = { "x-amz-checksum-crc32": "NhCmhg==" };
    expect(await decode(body, pieceBytes)).toEqual({ text: "hello, \r\nworld", trailers });
  });

  test("may end without trailers or the last blank line", async () => {
    expect(await decode("2\r\nab\r\n0\r\n\r\n", 100)).toEqual({ text: "ab", trailers: {} });
    expect(await decode("2\r\nab\r\n0\r\n", 100)).toEqual({ text: "ab", trailers: {} });
  });

  test.each(["", "9\r\nshort", "2\r\nabc\r\n0\r\n\r\n", "zz\r\nab\r\n"])(
    "that is cut or wrong is refused: %p",
    (wrong) => {
      expect(decode(wrong, 100)).rejects.toMatchObject({ code: "IncompleteBody" });
    },
  );
});
