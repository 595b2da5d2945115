import { describe, expect, test } from "bun:test";
import { databases } from "#db/databases.ts";
import { compose, envFile, textOf } from "./compose-file.ts";

const { services } = compose(envFile(textOf("deploy/development.env")));
const withoutComments = (text: string) => text.replaceAll(/^\s*(#|--).*$/gm, "");

describe("the log's servers", () => {
  const conf = withoutComments(textOf("deploy/nats/nats-server.conf"));
  const servers = Object.entries(services).filter(([name]) => name.startsWith("nats-"));

  test("fsync before they acknowledge", () => {
    const jetstream = /^jetstream\s*\{([^}]*)\}/m.exec(conf)?.[1];
    expect(jetstream).toMatch(/^\s*sync_interval: always$/m);
    expect(jetstream).toMatch(/^\s*store_dir: "\/data"$/m);
  });

  test.each(servers)("%s: reads that configuration, and has every value it refers to", (name, server) => {
    expect(server.command).toEqual(["--config", "/etc/nats/nats-server.conf"]);
    expect(server.volumes).toEqual([`${name}:/data`, "./deploy/nats/nats-server.conf:/etc/nats/nats-server.conf:ro"]);
    const referred = [...conf.matchAll(/\$(\w+)/g)].map(([, variable = ""]) => variable);
    expect(new Set(Object.keys(server.environment))).toEqual(new Set(referred));
    expect(server.environment["NATS_SERVER_NAME"]).toBe(`"${name}"`);
    for (const value of Object.values(server.environment)) expect(value).toMatch(/^".+"$/);
  });

  test("know one another", () => {
    const routes = (environment: Record<string, string>) =>
      Object.entries(environment).flatMap(([name, url]) =>
        /^NATS_ROUTE_\d$/.test(name) ? [new URL(JSON.parse(url))] : [],
      );
    for (const [, { environment }] of servers) {
      expect(routes(environment).map(({ hostname }) => hostname)).toEqual(servers.map(([name]) => name));
      for (const { password } of routes(environment))
        expect(`"${password}"`).toBe(environment["NATS_ROUTE_PASSWORD"] ?? "");
    }
  });

  test("let nobody in without a password, and no browser", () => {
    expect(conf.match(/^\s*authorization \{/gm)).toHaveLength(2);
    expect(conf).not.toMatch(/no_auth_user|websocket/);
  });
});

describe("Postgres", () => {
  const sql = withoutComments(textOf("deploy/postgres/init/databases.sql"));

  test.each([...databases])("%s is owned by its own role, and no other may connect", (database) => {
    expect(sql).toContain(`\\getenv ${database}_password ${database.toUpperCase()}_DATABASE_PASSWORD\n`);
    expect(sql).toContain(`CREATE ROLE ${database} LOGIN PASSWORD :'${database}_password';`);
    expect(sql).toContain(`CREATE DATABASE ${database} OWNER ${database};`);
    const [, revoked = ""] = /REVOKE CONNECT, TEMPORARY ON DATABASE ([^;]*) FROM PUBLIC;/.exec(sql) ?? [];
    expect(revoked.split(", ")).toContain(database);
  });

  test("trusts nobody", () => {
    const methods = withoutComments(textOf("deploy/postgres/pg_hba.conf"))
      .trim()
      .split("\n")
      .map((line) => line.split(/\s+/).at(-1));
    expect(new Set(methods)).toEqual(new Set(["scram-sha-256"]));
    for (const name of ["postgres-primary", "postgres-replica"]) {
      expect(services[name]?.command).toContain("hba_file=/etc/postgresql/pg_hba.conf");
    }
  });
});
