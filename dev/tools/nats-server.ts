import { existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "#dev/user-error.ts";
import { debianPackage } from "./debian-package.ts";
import { natsServerFromRelease } from "./github-release.ts";
import { platform } from "./platform.ts";
import { fillFolder, sharedToolFolder, toolFolder } from "./tool-folder.ts";

/** The one version Bezel is tested with. */
export const natsServerVersion = "2.15.1";

type Say = (line: string) => void;

let found: Promise<string> | undefined;

/**
 * The path of a nats-server of the pinned version: $NATS_SERVER_BIN, PATH, this clone's or the user's cache, else
 * downloaded, which `say` is told. Throws UserError when there is none to be had.
 */
export function natsServerBinary(say: Say = () => {}, stop?: AbortSignal): Promise<string> {
  const caches = [toolFolder, sharedToolFolder()].map((folder) => join(folder, "nats-server", natsServerVersion));
  const folder = join(toolFolder, "nats-server", natsServerVersion);
  found ??= findNatsServer(process.env, caches, () => obtain(folder, say, stop));
  return found;
}

/** The order of the search, with the places as arguments. */
export async function findNatsServer(
  env: Record<string, string | undefined>,
  caches: readonly string[],
  download: () => Promise<string>,
): Promise<string> {
  const named = env["NATS_SERVER_BIN"];
  if (named) return checked(named);
  const onPath = Bun.which("nats-server", { PATH: env["PATH"] ?? "" });
  if (onPath && versionOf(onPath) === natsServerVersion) return onPath;
  const present = caches.map((folder) => join(folder, "nats-server")).find((path) => existsSync(path));
  return present ?? download();
}

function checked(path: string): string {
  const version = versionOf(path);
  if (version === natsServerVersion) return path;
  const what = version ? `is version ${version}` : "is not a program that runs";
  throw new UserError(`NATS_SERVER_BIN names ${path}, which ${what}; Bezel needs nats-server ${natsServerVersion}.`);
}

/** Undefined when it does not run. */
function versionOf(path: string): string | undefined {
  try {
    return /v(\d+\.\d+\.\d+\S*)/.exec(Bun.spawnSync([path, "--version"]).stdout.toString())?.[1];
  } catch {
    return undefined;
  }
}

async function obtain(folder: string, say: Say, stop: AbortSignal | undefined): Promise<string> {
  const machine = platform();
  const sources: Record<string, (partial: string) => Promise<void>> = {
    "its release page": (partial) => natsServerFromRelease(natsServerVersion, machine, partial, stop),
    "the Debian package": async (partial) => {
      const unpacked = await debianPackage("nats-server", "usr/sbin/nats-server", stop);
      await copyFile(unpacked, join(partial, "nats-server"));
    },
  };
  const refusals: string[] = [];
  for (const [name, fetchInto] of Object.entries(sources)) {
    say(`Getting nats-server ${natsServerVersion} from ${name}`);
    try {
      await fillFolder(folder, async (partial) => {
        await fetchInto(partial);
        const version = versionOf(join(partial, "nats-server"));
        if (version !== natsServerVersion) throw new Error(`it is version ${version ?? "unknown"}`);
      });
      return join(folder, "nats-server");
    } catch (error) {
      if (error instanceof UserError) throw error;
      refusals.push(`${name}: ${(error as Error).message}`);
    }
  }
  throw new UserError(
    `nats-server ${natsServerVersion} could not be had (${refusals.join("; ")}); put it on PATH or name it with NATS_SERVER_BIN.`,
  );
}
