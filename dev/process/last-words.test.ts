import { expect, test } from "bun:test";
import { lastWords } from "./last-words.ts";

test.each([
  ["plain lines", "starting\nport 4222 is taken\n\n", "port 4222 is taken"],
  [
    "a crash",
    '12 | throw new Error("no")\n           ^\nerror: no stream\n      at run (/a.ts:12:3)\n\nBun v1.4.5 (Linux)\n',
    "error: no stream",
  ],
  [
    "an error with fields",
    'Error: refused\n      at run (/a.ts:1:2) {\n  code: "EX",\n  errno: 3\n}\n',
    "Error: refused",
  ],
  [
    "lines of JSON",
    '{"level":"info","msg":"ready"}\n{"level":"error","msg":"did not stop","err":{"message":"busy"}}\n',
    "did not stop: busy",
  ],
  ["nothing", "\n", "it wrote nothing"],
])("of %s", (_, log, words) => {
  expect(lastWords(log)).toBe(words);
});
