import { expect, test } from "bun:test";
import { FrameParser } from "./parser.ts";

const text = 'retry: 1000\n\nid: 1.0\ndata: {"a":1}\n\n: quiet\n\nid: 7\nevent: bye\ndata: one\ndata: two\n\n';
const frames = [
  { id: "1.0", data: '{"a":1}' },
  { id: "7", event: "bye", data: "one\ntwo" },
];

test("frames come out, whole streams at a time", () => {
  expect(new FrameParser().push(text)).toEqual({ frames, retryMs: 1000 });
});

test("frames come out, one character at a time, with every end of line there is", () => {
  for (const end of ["\n", "\r\n"]) {
    const parser = new FrameParser();
    const heard = text
      .replaceAll("\n", end)
      .split("")
      .flatMap((character) => parser.push(character).frames);
    expect(heard).toEqual(frames);
  }
});

test("a frame that only moves the id is given too", () => {
  expect(new FrameParser().push("id: abc\n: quiet\n\n").frames).toEqual([{ id: "abc" }]);
});

test("what is not finished waits", () => {
  const parser = new FrameParser();
  expect(parser.push("id: 3\ndata: x\n").frames).toEqual([]);
  expect(parser.push("\n").frames).toEqual([{ id: "3", data: "x" }]);
});
