import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Child, startChild } from "#dev/process/child.ts";
import { freePort } from "#dev/process/free-port.ts";
import { untilReady } from "#dev/process/ready.ts";
import { root } from "#dev/root.ts";

/** Pinned, and installed when the bench first runs: it is no dependency of Bezel (ADR 0012). */
const versions = { server: "1.7.12", sdk: "1.17.2" } as const;
const platform = `${process.platform}-${process.arch}`;
const serverPackage = `@restatedev/restate-server-${platform}`;
const folder = join(root, ".bezel", "peers", `restate-${versions.server}-${versions.sdk}`);
const serverBinary = join(folder, "node_modules", serverPackage, "bin", "restate-server");

export interface Peer {
  /** Takes orders at `POST /order/{id}/place`. */
  readonly port: number;
  readonly servicePid: number;
  readonly serverPid: number;
  readonly stop: () => Promise<void>;
}

/** Why the peer cannot be measured here. */
export class PeerMissing extends Error {
  override readonly name = "PeerMissing";
}

/** Installs the peer's packages from the npm registry, once. Throws PeerMissing. */
async function install(): Promise<void> {
  if (existsSync(serverBinary)) return;
  mkdirSync(folder, { recursive: true });
  const dependencies = { [serverPackage]: versions.server, "@restatedev/restate-sdk": versions.sdk };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  const installing = Bun.spawn([process.execPath, "install"], { cwd: folder, stdio: ["ignore", "ignore", "ignore"] });
  await installing.exited;
  if (!existsSync(serverBinary)) throw new PeerMissing(`npm gave no ${serverPackage} ${versions.server}`);
}

/** Every address on loopback, and nothing sent home. */
const settings = (ports: { ingress: number; admin: number; fabric: number }) => ({
  PATH: process.env["PATH"],
  RESTATE_DISABLE_TELEMETRY: "true",
  RESTATE_LISTEN_MODE: "tcp",
  RESTATE_BIND_IP: "127.0.0.1",
  RESTATE_BIND_PORT: String(ports.fabric),
  RESTATE_INGRESS__BIND_PORT: String(ports.ingress),
  RESTATE_ADMIN__BIND_PORT: String(ports.admin),
  RESTATE_LOG_FILTER: "warn",
});

/** Starts a Restate server with its data in a temporary folder, and a service with one virtual object. Throws PeerMissing. */
export async function startRestate(): Promise<Peer> {
  await install();
  const dir = mkdtempSync(join(tmpdir(), "bezel-restate-"));
  const [ingress, admin, fabric, service] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const children: Child[] = [];
  const start = (name: string, command: string[], env: Record<string, string | undefined>) => {
    const child = startChild({ name, command, env, cwd: dir, logFile: join(dir, `${name}.log`) });
    children.push(child);
    return child;
  };
  const stop = async () => {
    for (const child of children) await child.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const server = start(
      "restate",
      [serverBinary, "--base-dir", join(dir, "data"), "--no-logo"],
      settings({ ingress, admin, fabric }),
    );
    const script = join(import.meta.dirname, "service.ts");
    const orders = start("service", [process.execPath, script, folder, String(service)], { PATH: process.env["PATH"] });
    await untilReady(server, async () => (await fetch(`http://127.0.0.1:${admin}/health`)).ok, 60_000);
    await untilReady(orders, () => register(admin, service), 60_000);
    return { port: ingress, servicePid: orders.pid, serverPid: server.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function register(admin: number, service: number): Promise<boolean> {
  const body = JSON.stringify({ uri: `http://127.0.0.1:${service}` });
  const headers = { "content-type": "application/json" };
  return (await fetch(`http://127.0.0.1:${admin}/deployments`, { method: "POST", headers, body })).ok;
}
