import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogPlace } from "#dev/checker/log.ts";
import { freePort } from "#dev/process/free-port.ts";
import { type Nats, startNats } from "#dev/stack/nats.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";
import { Role } from "#gateway/node/config.ts";

/** Every role, as BEZEL_ROLES. */
export const allRoles = Role.options.join(",");

/** More than one, so that nothing passes because a log is a single stream. */
export const logStreams = 2;

/** Nodes on a nats-server of their own, which may be killed; Postgres and the file store are the shared ones. */
export class Installation {
  readonly prefix = freshPrefix();
  readonly nodes: TestNode[] = [];
  readonly #dir = mkdtempSync(join(tmpdir(), "bezel-chaos-"));
  #nats: Nats | undefined;

  private constructor(
    /** With commas, a text for each node. */
    readonly roles: readonly string[],
  ) {}

  static async start(...roles: string[]): Promise<Installation> {
    const installation = new Installation(roles);
    try {
      await installation.#startNats();
      for (const index of roles.keys()) await installation.#startNode(index + 1);
      return installation;
    } catch (error) {
      await installation.stop();
      throw error;
    }
  }

  get natsUrl(): string {
    return this.#nats?.url ?? "";
  }

  get logPlace(): LogPlace {
    return { natsUrl: this.natsUrl, prefix: this.prefix, streamCount: logStreams };
  }

  /** Addresses of the nodes that serve people and programs, dead or alive. */
  get urls(): string[] {
    return this.nodes.filter((_, index) => this.roles[index]?.includes("gateway")).map(({ url }) => url);
  }

  /** The password or key of a person or program of the demonstration, and the address or account it belongs to. */
  signIn(who: string): { user: string; secret: string } {
    const found = this.nodes[0]?.signIns.find((signIn) => signIn.who === who);
    if (!found) throw new Error(`nobody is called ${who}`);
    return found;
  }

  /** Ends a node as a crash would, and starts it again under its name and port. */
  async crashNode(number: number): Promise<void> {
    const node = this.nodes[number - 1];
    await node?.kill();
    await node?.stop(); // Removes what it left behind.
    await this.#startNode(number, node?.port);
  }

  /** Stops a node as a virtual machine is stopped: it keeps its connections and knows nothing of the time that passes. */
  pauseNode(number: number): void {
    process.kill(this.nodes[number - 1]?.pid ?? 0, "SIGSTOP");
  }

  resumeNode(number: number): void {
    process.kill(this.nodes[number - 1]?.pid ?? 0, "SIGCONT");
  }

  /** Ends nats-server as a crash would. */
  async killNats(): Promise<void> {
    if (this.#nats) process.kill(this.#nats.pid, "SIGKILL");
    await this.#nats?.child.exited;
  }

  /** Starts the killed nats-server again, on its files and port; resolves when it is healthy. */
  restartNats(): Promise<void> {
    return this.#startNats();
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    await this.#nats?.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  async #startNats(): Promise<void> {
    const { port = await freePort(), monitorPort = await freePort() } = this.#nats ?? {};
    this.#nats = await startNats({ dir: this.#dir, port, monitorPort });
  }

  async #startNode(number: number, port?: number): Promise<void> {
    const roles = this.roles[number - 1] ?? "";
    const env = {
      NATS_URL: this.natsUrl,
      NATS_MONITOR_URL: this.#nats?.monitorUrl ?? "",
      BEZEL_LOG_STREAMS: String(logStreams),
      LOG_LEVEL: "warn",
    };
    const options = { prefix: this.prefix, roles, number, env };
    this.nodes[number - 1] = await startNode(port === undefined ? options : { ...options, port });
  }
}
