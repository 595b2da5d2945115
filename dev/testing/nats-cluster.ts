import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Child, startChild } from "#dev/process/child.ts";
import { freePort } from "#dev/process/free-port.ts";
import { natsServerBinary } from "#dev/tools/nats-server.ts";
import { eventually } from "./eventually.ts";

/** One nats-server of a cluster. */
export interface ClusterServer {
  readonly name: string;
  readonly url: string;
  /** Ends it as a crash would; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

export interface TestCluster {
  readonly servers: readonly ClusterServer[];
  readonly stop: () => Promise<void>;
}

const placesOf = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const [client, monitor, cluster] = [await freePort(), await freePort(), await freePort()];
      return { name: `nats-${i + 1}`, client, monitor, cluster };
    }),
  );
type Place = Awaited<ReturnType<typeof placesOf>>[number];

const configOf = ({ name, client, monitor, cluster }: Place, all: readonly Place[], dir: string): string =>
  [
    `server_name: "${name}"`,
    `listen: "127.0.0.1:${client}"`,
    `http: "127.0.0.1:${monitor}"`,
    `jetstream { store_dir: ${JSON.stringify(join(dir, name))}, sync_interval: always }`,
    `cluster { name: "test", listen: "127.0.0.1:${cluster}"`,
    `  routes: [ ${all.map((place) => `"nats-route://127.0.0.1:${place.cluster}"`).join(", ")} ] }`,
  ].join("\n");

/** Starts three nats-servers on loopback that replicate each other's streams; resolves when they are healthy. */
export async function startNatsCluster(): Promise<TestCluster> {
  const binary = await natsServerBinary();
  const dir = mkdtempSync(join(tmpdir(), "bezel-nats-"));
  const places = await placesOf(3);
  const start = (place: Place): Child => {
    const config = join(dir, `${place.name}.conf`);
    writeFileSync(config, configOf(place, places, dir));
    const command = [binary, "--config", config];
    return startChild({ name: place.name, command, env: {}, cwd: dir, logFile: join(dir, `${place.name}.log`) });
  };
  const children = places.map((place) => ({ place, child: start(place) }));
  const healthy = async ({ monitor }: Place) => (await fetch(`http://127.0.0.1:${monitor}/healthz`)).ok;
  const stop = async () => {
    await Promise.all(children.map(({ child }) => child.stop()));
    rmSync(dir, { recursive: true, force: true });
  };
  await eventually(async () => !(await Promise.all(places.map(healthy))).includes(false), {
    deadlineMs: 30_000,
    what: "a healthy cluster",
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    servers: children.map(({ place: { name, client }, child }) => ({
      name,
      url: `nats://127.0.0.1:${client}`,
      kill: async () => {
        process.kill(child.pid, "SIGKILL");
        await child.exited;
      },
    })),
    stop,
  };
}
