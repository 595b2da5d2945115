import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { debianMirror } from "./debian-sources.ts";
import { run } from "./run.ts";
import { fillFolder, toolFolder } from "./tool-folder.ts";

/** The Debian release that has the programs of the versions we pin. */
const suite = "forky";
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * A program out of a Debian package, without installing it and without root: fetched by apt from the mirror the
 * machine is set up with, its lists kept apart from the system's, and unpacked under .bezel/tools. `binaryPath` is
 * where the package has it, such as `usr/sbin/nats-server`. Throws with the reason when it cannot be had.
 */
export async function debianPackage(name: string, binaryPath: string, signal?: AbortSignal): Promise<string> {
  const folder = join(toolFolder, "debian", name);
  if (!existsSync(join(folder, binaryPath))) {
    await fillFolder(folder, async (partial) => {
      await fetchPackage(name, partial, signal);
      if (!existsSync(join(partial, binaryPath))) throw new Error(`the package ${name} has no ${binaryPath}`);
    });
  }
  return join(folder, binaryPath);
}

async function fetchPackage(name: string, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const download = join(folder, ".download");
  const options = aptOptions(download);
  await run(["apt-get", ...options, "update"], download, signal);
  await run(["apt-get", ...options, "download", name], download, signal);
  const [archive = ""] = globSync(`${name}_*.deb`, { cwd: download });
  await run(["dpkg-deb", "-x", join(download, archive), folder], folder);
  await rm(download, { recursive: true });
}

/** Writes a sources file of the one suite into `folder`, and the options that make apt use it and nothing else. */
function aptOptions(folder: string): string[] {
  const mirror = ownMirror();
  for (const name of ["parts", "lists/partial", "cache/archives/partial"])
    mkdirSync(join(folder, name), { recursive: true });
  const source = ["Types: deb", `URIs: ${mirror}`, `Suites: ${suite}`, "Components: main", `Signed-By: ${keyring}`];
  writeFileSync(join(folder, "parts", "debian.sources"), `${source.join("\n")}\n`);
  const settings = {
    "Dir::Etc::SourceList": "/dev/null",
    "Dir::Etc::SourceParts": join(folder, "parts"),
    "Dir::State::Lists": join(folder, "lists"),
    "Dir::Cache": join(folder, "cache"),
    "APT::Sandbox::User": "root",
    // A mirror that lags is as good as another: the lists are signed, and the version is checked.
    "Acquire::Check-Valid-Until": "false",
    "Acquire::Languages": "none",
    "Acquire::Retries": "0",
    "Acquire::http::Timeout": "10",
  };
  return ["-q", ...Object.entries(settings).flatMap(([option, value]) => ["-o", `${option}=${value}`])];
}

function ownMirror(): string {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  const value = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(release)?.[1];
  if (value("ID") !== "debian" || !existsSync(keyring)) throw new Error("this is not a Debian machine");
  const files = ["/etc/apt/sources.list", ...globSync("/etc/apt/sources.list.d/*.{list,sources}")].filter(existsSync);
  const mirror = debianMirror(
    files.map((file) => readFileSync(file, "utf8")),
    value("VERSION_CODENAME") ?? "",
  );
  if (!mirror) throw new Error(`apt's sources name no archive of Debian ${value("VERSION_CODENAME")}`);
  return mirror;
}
