import { UserError } from "#dev/user-error.ts";

/** The machine, in the words Go's release files use. */
export interface Platform {
  os: "linux" | "darwin";
  arch: "amd64" | "arm64";
}

/** Throws UserError on a machine there are no servers for. */
export function platform(os: string = process.platform, arch: string = process.arch): Platform {
  const architectures: Record<string, Platform["arch"]> = { x64: "amd64", arm64: "arm64" };
  const known = architectures[arch];
  if ((os === "linux" || os === "darwin") && known) return { os, arch: known };
  throw new UserError(`Bezel's servers run on Linux and macOS on x64 or arm64, and this is ${os} on ${arch}.`);
}
