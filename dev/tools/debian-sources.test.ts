import { expect, test } from "bun:test";
import { debianMirror } from "./debian-sources.ts";

const deb822 = `Types: deb
# a comment
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;

test("the archive of the installed release, not the one of its security updates", () => {
  expect(debianMirror([deb822], "bookworm")).toBe("http://mirror.example/debian");
});

test("sources of one line each", () => {
  const text =
    "deb-src http://a.example/debian trixie main\ndeb [signed-by=/k.gpg arch=amd64] http://b.example/debian trixie main";
  expect(debianMirror(["# nothing", text], "trixie")).toBe("http://b.example/debian");
});

test("none when no source has the release, or it is switched off", () => {
  expect(debianMirror([deb822], "trixie")).toBeUndefined();
  expect(debianMirror([`Enabled: no\n${deb822.split("\n\n")[1]}`], "bookworm")).toBeUndefined();
});
