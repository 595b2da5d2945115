import { expect, test } from "bun:test";
import { platform } from "./platform.ts";

test("the four machines there are servers for", () => {
  expect(platform("linux", "x64")).toEqual({ os: "linux", arch: "amd64" });
  expect(platform("darwin", "arm64")).toEqual({ os: "darwin", arch: "arm64" });
});

test.each([
  ["win32", "x64"],
  ["linux", "riscv64"],
])("%s on %s is refused in a sentence", (os, arch) => {
  expect(() => platform(os, arch)).toThrow(
    `Bezel's servers run on Linux and macOS on x64 or arm64, and this is ${os} on ${arch}.`,
  );
});
