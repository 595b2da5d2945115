import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "#dev/root.ts";

const folder = mkdtempSync(join(tmpdir(), "bezel-launcher-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { packageManager } = (await Bun.file(join(root, "package.json")).json()) as { packageManager: string };
const version = packageManager.replace("bun@", "");
const usual = "sh dirname sed cat cp mkdir rm mv grep tail head cut cksum uname".split(" ");
const onPath = { linux: `echo "$1" | grep -q s && echo Linux || echo x86_64` };

/** A Bun of that version that shows what it is asked to do, and does what `more` says for some commands. */
const bun = (itsVersion: string, more = "") =>
  `case "$1" in --version) echo ${itsVersion} ;; ${more} *) echo "bun $*" ;; esac`;

/** A clone with nothing installed, and a PATH of the usual programs and these scripts. */
function machine(name: string, scripts: Record<string, string>) {
  const [clone, path] = [join(folder, name), join(folder, `${name}-path`)];
  mkdirSync(join(clone, "dev", "cli"), { recursive: true });
  mkdirSync(path);
  for (const file of ["bezel", "package.json", "bun.lock", "dev/cli/help.txt"])
    cpSync(join(root, file), join(clone, file));
  for (const program of usual) symlinkSync(Bun.which(program) ?? "", join(path, program));
  for (const [program, text] of Object.entries(scripts)) {
    rmSync(join(path, program), { force: true });
    writeFileSync(join(path, program), `#!/bin/sh\n${text}\n`);
    chmodSync(join(path, program), 0o755);
  }
  const run = (...args: string[]) => {
    const { exitCode, stdout, stderr } = Bun.spawnSync([join(clone, "bezel"), ...args], { env: { PATH: path } });
    return { exitCode, said: stdout.toString(), complained: stderr.toString() };
  };
  return { clone, run };
}

describe("the launcher", () => {
  test("shows help without anything installed", () => {
    const { run } = machine("help", {});
    for (const args of [["help"], ["--help"], ["-h"], []]) {
      expect(run(...args)).toMatchObject({
        exitCode: 0,
        said: expect.stringContaining("./bezel COMMAND"),
        complained: "",
      });
    }
  });

  test("hands over to the Bun on PATH, and installs packages when the lock file changed", () => {
    const { clone, run } = machine("ready", { bun: bun(version) });
    mkdirSync(join(clone, "node_modules"));
    const started = `bun --no-env-file ${clone}/dev/cli/main.ts up --port 1\n`;
    expect(run("up", "--port", "1")).toEqual({ exitCode: 0, said: started, complained: "Installing packages\n" });
    expect(run("up", "--port", "1").complained).toBe("");
    writeFileSync(join(clone, "bun.lock"), "{}");
    expect(run("up", "--port", "1").complained).toBe("Installing packages\n");
  });

  test("gets the right Bun with npm, once", () => {
    const npm = `for package; do :; done; folder="$3/node_modules/\${package%@*}/bin"
      mkdir -p "$folder"; cp "$(command -v pinned-bun)" "$folder/bun"`;
    const { clone, run } = machine("npm", {
      uname: onPath.linux,
      npm,
      bun: bun("1.0.0"),
      "pinned-bun": bun(version),
    });
    expect(run("check")).toMatchObject({ exitCode: 0, complained: `Installing Bun ${version}\nInstalling packages\n` });
    expect(readdirSync(join(clone, ".bezel", "tools"))).toEqual([`bun-${version}`]);
    mkdirSync(join(clone, "node_modules"), { recursive: true });
    expect(run("check").complained).not.toContain("Installing Bun");
  });
});

describe("the launcher fails in one sentence", () => {
  const sentence = (run: { exitCode: number; complained: string }) => {
    expect(run.exitCode).toBe(1);
    return run.complained.trimEnd().split("\n").at(-1);
  };

  test("without Bun and npm", () => {
    const { run } = machine("bare", { uname: onPath.linux });
    const expected = `bezel: Bun ${version} is needed, or Node 20 or newer with npm to install it; none is on PATH.`;
    expect(sentence(run("up"))).toBe(expected);
  });

  test.each([
    ["system", "FreeBSD", "this system is FreeBSD, and Bezel runs on Linux and macOS."],
    ["machine", "Linux", "this machine is riscv64, and Bezel runs on x64 and arm64."],
  ])("on a foreign %s", (name, system, complaint) => {
    const uname = `echo "$1" | grep -q s && echo ${system} || echo riscv64`;
    const { run } = machine(name, { uname, npm: "exit 1" });
    expect(sentence(run("up"))).toBe(`bezel: ${complaint}`);
  });

  test("when the download is refused, and leaves nothing behind", () => {
    const npm = "echo npm error code ENOTFOUND >&2; exit 1";
    const { clone, run } = machine("offline", { uname: onPath.linux, npm });
    expect(sentence(run("up"))).toStartWith(
      `bezel: Bun ${version} could not be installed: npm error code ENOTFOUND (log: `,
    );
    expect(readdirSync(join(clone, ".bezel", "tools"))).toEqual([]);
  });

  test("when packages cannot be installed", () => {
    const broken = bun(
      version,
      "install) echo 'bun install'; echo 'error: ConnectionRefused downloading package' >&2; exit 1 ;;",
    );
    const { run } = machine("registry", { bun: broken });
    expect(sentence(run("up"))).toStartWith(
      "bezel: the packages could not be installed: error: ConnectionRefused downloading package (log: ",
    );
  });

  test("in a folder it cannot write to", () => {
    const { clone, run } = machine("readonly", { bun: bun(version) });
    writeFileSync(join(clone, ".bezel"), "in the way");
    expect(sentence(run("up"))).toBe(`bezel: cannot write to ${clone}/.bezel; is the clone yours?`);
  });
});
