import { describe, expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "#dev/root.ts";
import { debianPackage } from "#dev/tools/debian-package.ts";
import { compose, envFile, textOf } from "./compose-file.ts";

const developmentEnv = join(root, "deploy/development.env");
const development = envFile(textOf("deploy/development.env"));

/** docker-compose from PATH or, unpacked and not installed, from Debian; undefined, said aloud, when neither has it. */
async function dockerCompose(): Promise<string | undefined> {
  const onPath = Bun.which("docker-compose");
  if (onPath && /^v?[2-9]/.test(Bun.spawnSync([onPath, "version", "--short"]).stdout.toString())) return onPath;
  try {
    return await debianPackage("docker-compose", "usr/libexec/docker/cli-plugins/docker-compose");
  } catch (error) {
    console.warn(
      `note: NOT RUN: docker-compose could not be had (${(error as Error).message}); the file was only parsed`,
    );
    return undefined;
  }
}

const program = await dockerCompose();

/** `docker-compose config` reads and checks the file; it needs no engine. */
async function config(program: string, envFile: string, ...options: string[]) {
  const command = [program, "--env-file", envFile, "-f", join(root, "docker-compose.yml"), "config", ...options];
  const child = Bun.spawn(command, {
    env: { PATH: process.env["PATH"], HOME: tmpdir() },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [printed, complaints, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { printed, complaints, code };
}

function holdsWith(program: string) {
  test("accepts the file", async () => {
    expect(await config(program, developmentEnv, "-q")).toEqual({ printed: "", complaints: "", code: 0 });
  });

  test("reads the environment the other tests hold to the code", async () => {
    const { printed } = await config(program, developmentEnv, "--format", "json");
    const read = JSON.parse(printed) as { services: Record<string, { environment?: Record<string, string> }> };
    const { services } = compose(development);
    for (const [name, { environment }] of Object.entries(services)) {
      expect(read.services[name]?.environment ?? {}).toEqual(environment);
    }
  });

  test("refuses to start without the secrets", async () => {
    const { code, complaints } = await config(program, "/dev/null", "-q");
    expect(code).not.toBe(0);
    expect(complaints).toContain("must be given");
  });
}

if (program) describe("docker-compose", () => holdsWith(program));
else test("docker-compose could not be had: the file was only parsed", () => void compose(development));
