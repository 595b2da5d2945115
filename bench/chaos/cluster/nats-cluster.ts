import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "#dev/data/private-folder.ts";
import { type Child, startChild } from "#dev/process/child.ts";
import { freePort } from "#dev/process/free-port.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { natsServerBinary } from "#dev/tools/nats-server.ts";
import { Line } from "./line.ts";

export const serverCount = 3;
/** Nobody listens there: servers tell each other this address, so that they meet over our lines and in no other way. */
const nowhere = "127.0.0.1:1";

/** One nats-server of the cluster; the same process again after a restart, on the same files and ports. */
export interface NatsServer {
  readonly name: string;
  readonly dir: string;
  readonly clientPort: number;
  readonly clusterPort: number;
  readonly monitorUrl: string;
  child: Child;
}

/** A route from one server to another. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly line: Line;
}

export interface NatsCluster {
  readonly servers: readonly NatsServer[];
  readonly routes: readonly Route[];
  /** Without lines in between: for those who look at the cluster and are no part of it. */
  readonly url: string;
  readonly restart: (server: NatsServer) => void;
  readonly healthy: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

type Place = Omit<NatsServer, "child">;

const configOf = ({ name, dir, clientPort, clusterPort, monitorUrl }: Place, routes: readonly Route[]): string =>
  [
    `server_name: "${name}"`,
    `listen: "127.0.0.1:${clientPort}"`,
    `http: "${new URL(monitorUrl).host}"`,
    `jetstream { store_dir: ${JSON.stringify(join(dir, "data"))}, sync_interval: always }`,
    "cluster {",
    `  name: "bezel", listen: "127.0.0.1:${clusterPort}", advertise: "${nowhere}", no_advertise: true`,
    `  routes: [ ${routes.map(({ line }) => `"nats-route://127.0.0.1:${line.port}"`).join(", ")} ]`,
    "}",
  ].join("\n");

async function place(dir: string, number: number): Promise<Place> {
  const [clientPort, clusterPort, monitorPort] = [await freePort(), await freePort(), await freePort()];
  const name = `nats-${number}`;
  return { name, dir: join(dir, name), clientPort, clusterPort, monitorUrl: `http://127.0.0.1:${monitorPort}` };
}

async function routesBetween(places: readonly Place[]): Promise<Route[]> {
  const pairs = places.flatMap((from) => places.filter((to) => to !== from).map((to) => ({ from, to })));
  return Promise.all(
    pairs.map(async ({ from, to }) => ({ from: from.name, to: to.name, line: await Line.open(to.clusterPort) })),
  );
}

/** Starts three nats-servers that replicate each other's streams and fsync before they acknowledge. */
export async function startNatsCluster(dir: string): Promise<NatsCluster> {
  const binary = await natsServerBinary();
  const places = await Promise.all(Array.from({ length: serverCount }, (_, i) => place(dir, i + 1)));
  const routes = await routesBetween(places);
  const launch = ({ name, dir: home }: Place): Child =>
    startChild({
      name,
      command: [binary, "--config", join(home, "nats-server.conf")],
      env: { PATH: process.env["PATH"] },
      cwd: home,
      logFile: join(home, "nats-server.log"),
    });
  const servers = places.map((where): NatsServer => {
    privateFolder(where.dir);
    const own = routes.filter(({ from }) => from === where.name);
    writeFileSync(join(where.dir, "nats-server.conf"), `${configOf(where, own)}\n`);
    return { ...where, child: launch(where) };
  });
  const healthy = async () =>
    (await Promise.all(servers.map(({ monitorUrl }) => fetch(`${monitorUrl}/healthz`)))).every(({ ok }) => ok);
  await eventually(healthy, { deadlineMs: 30_000, what: "a healthy cluster" });
  return {
    servers,
    routes,
    url: servers.map(({ clientPort }) => `nats://127.0.0.1:${clientPort}`).join(","),
    restart: (server) => {
      server.child = launch(server);
    },
    healthy,
    stop: async () => {
      await Promise.all(servers.map(({ child }) => child.stop()));
      for (const { line } of routes) line.close();
    },
  };
}
