import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { type Child, startChild } from "#dev/process/child.ts";
import { freePort } from "#dev/process/free-port.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { natsServerBinary } from "#dev/tools/nats-server.ts";
import { compose, envFile, textOf } from "./compose-file.ts";

const { services } = compose(envFile(textOf("deploy/development.env")));
const names = ["nats-1", "nats-2", "nats-3"];
const dir = mkdtempSync(join(tmpdir(), "bezel-cluster-"));
const started: Child[] = [];
const servers: { name: string; client: number; monitor: number; cluster: number }[] = [];

/** The shipped configuration, moved to loopback ports and a scratch folder; nothing else of it is changed. */
function configurationOf({ name, client, monitor, cluster }: (typeof servers)[number]): string {
  return textOf("deploy/nats/nats-server.conf")
    .replace("0.0.0.0:4222", `127.0.0.1:${client}`)
    .replace("0.0.0.0:8222", `127.0.0.1:${monitor}`)
    .replace("0.0.0.0:6222", `127.0.0.1:${cluster}`)
    .replace('"/data"', JSON.stringify(join(dir, name)));
}

/** The environment compose gives, with the servers' names in addresses made loopback ports. */
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(services[name]?.environment ?? {}).map(([variable, value]) => [
      variable,
      servers.reduce((text, { name, cluster }) => text.replace(`@${name}:6222`, `@127.0.0.1:${cluster}`), value),
    ]),
  );

beforeAll(async () => {
  const command = await natsServerBinary();
  for (const name of names) {
    servers.push({ name, client: await freePort(), monitor: await freePort(), cluster: await freePort() });
  }
  for (const server of servers) {
    const config = join(dir, `${server.name}.conf`);
    writeFileSync(config, configurationOf(server));
    const env = environmentOf(server.name);
    const logFile = join(dir, `${server.name}.log`);
    started.push(startChild({ name: server.name, command: [command, "--config", config], env, cwd: dir, logFile }));
  }
}, 120_000);

afterAll(async () => {
  await Promise.all(started.map((child) => child.stop()));
  rmSync(dir, { recursive: true, force: true });
});

test("the shipped configuration makes a cluster that keeps three fsynced replicas of the log", async () => {
  const healthy = async () => {
    const answers = await Promise.all(servers.map(({ monitor }) => fetch(`http://127.0.0.1:${monitor}/healthz`)));
    return answers.every(({ ok }) => ok);
  };
  await eventually(healthy, { deadlineMs: 30_000, what: "a healthy cluster" });

  for (const { monitor } of servers) {
    const { config } = (await (await fetch(`http://127.0.0.1:${monitor}/jsz?config=true`)).json()) as {
      config: { sync_always?: boolean };
    };
    expect(config.sync_always).toBe(true);
  }

  const environment = services["bezel-1"]?.environment ?? {};
  const nc = await connect({
    servers: servers.map(({ client }) => `127.0.0.1:${client}`),
    user: environment["NATS_USER"] ?? "",
    pass: environment["NATS_PASSWORD"] ?? "",
  });
  try {
    const jsm = await jetstreamManager(nc);
    const replicas = Number(environment["BEZEL_LOG_REPLICAS"]);
    const { cluster } = await jsm.streams.add({ name: "EV_0", subjects: ["ev.>"], num_replicas: replicas });
    expect(new Set([cluster?.leader, ...(cluster?.replicas ?? []).map(({ name }) => name)])).toEqual(new Set(names));
  } finally {
    await nc.close();
  }
}, 60_000);

test("a server without the password is not let in", async () => {
  const client = servers[0]?.client;
  const refusal = await connect({ servers: `127.0.0.1:${client}`, reconnect: false }).then(() => "none", String);
  expect(refusal).toContain("Authorization Violation");
});
