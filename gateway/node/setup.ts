import { randomBytes } from "node:crypto";
import { findAggregate } from "#actors/aggregates.ts";
import { whenSettled } from "#actors/nats/cluster/settled.ts";
import type { Nats } from "#actors/nats/connection.ts";
import { ensurePartitionMap } from "#actors/nats/log/partition-map.ts";
import { ensureStreams } from "#actors/nats/topology.ts";
import { ActorHost, type Send } from "#actors/runtime/activation/host.ts";
import { fingerprintOf } from "#contracts/command/fingerprint.ts";
import type { CommandMessage } from "#contracts/command/message.ts";
import { mainWorkshop, toBase32 } from "#contracts/shared/ids.ts";
import { setupSystem } from "#contracts/shared/principal.ts";
import type { RefusalCode } from "#contracts/shared/refusal.ts";
import { databases } from "#db/databases.ts";
import { createPerson } from "#db/identity/queries.ts";
import { migrate } from "#db/migrate.ts";
import { ConfigError, type NodeConfig, readConfig } from "./config.ts";
import { demoAccounts, demoBook, demoOperators, demoPay, demoPeople } from "./seeds.ts";
import { agreedStreams, openServers, type Servers } from "./servers.ts";

const sendWithinMs = 10_000;

/** What an installation with a life of its own answers: it has the seed, or something later, and has forgotten our command. */
const alreadyDone: ReadonlySet<RefusalCode> = new Set([
  "price-book/not-next",
  "account/already-exists",
  "account/key-exists",
  "operator/already-exists",
]);

/**
 * Sends a command whose id is its content: set-up can run again and again, and only the first time does something.
 * False when it was done by somebody else, or so long ago that its id is forgotten.
 */
async function once(send: Send, aggregate: string, command: CommandMessage["command"]): Promise<boolean> {
  const fingerprint = fingerprintOf(command);
  const id = `setup:${command.type}:${fingerprint}`;
  const at = new Date().toISOString();
  const deadline = Date.now() + sendWithinMs;
  const reply = await send({ kind: "command", aggregate, command, id, fingerprint, by: setupSystem.id, at, deadline });
  if (reply.kind === "refused" && alreadyDone.has(reply.code)) return false;
  if (reply.kind !== "accepted") throw new Error(`${command.type} was not accepted: ${JSON.stringify(reply)}`);
  return true;
}

async function seed(config: NodeConfig, { groupCommit, pools }: Servers): Promise<void> {
  const log = groupCommit(() => 1);
  const host = new ActorHost(findAggregate, {
    log,
    isFull: log.isFull,
    pause: Bun.sleep,
    now: Date.now,
    report: console.error,
  });
  const secret = config.BEZEL_TOKEN_SECRET;
  await once(host.send, demoBook.aggregate, demoBook.command);
  for (const { accountId, commands } of demoAccounts(secret)) {
    for (const command of commands) await once(host.send, accountId, command);
  }
  let isNew = false;
  for (const command of demoOperators(secret)) isNew = (await once(host.send, mainWorkshop, command)) || isNew;
  // What is paid in an older workshop may have been changed since.
  if (isNew) await once(host.send, mainWorkshop, demoPay);
  await Promise.all(demoPeople(secret).map((person) => createPerson(pools.identity, person)));
}

/** The first administrator, who lets everybody else in; an address that is known already stays as it is. */
async function createAdministrator(config: NodeConfig, { pools }: Servers): Promise<void> {
  const { BEZEL_ADMIN_EMAIL: email, BEZEL_ADMIN_PASSWORD: password } = config;
  if (email === undefined || password === undefined) return;
  const id = `sel_${toBase32(randomBytes(10))}`;
  await createPerson(pools.identity, { id, email, name: "Administrator", access: "admin", password });
}

const signIns = ({ BEZEL_TOKEN_SECRET: secret }: NodeConfig) => [
  ...demoPeople(secret).map(({ name, email, password }) => ({ who: name, user: email, secret: password })),
  ...demoAccounts(secret).map(({ name, accountId, apiKey }) => ({ who: name, user: accountId, secret: apiKey })),
];

/** How many log streams there are: decided here and now when nobody has before. */
async function decideStreams(nats: Nats, config: NodeConfig): Promise<number> {
  const { BEZEL_PREFIX: prefix, BEZEL_LOG_STREAMS: streams, BEZEL_LOG_REPLICAS: replicas } = config;
  await whenSettled(() => ensurePartitionMap(nats, prefix, streams, replicas));
  return agreedStreams(nats, config);
}

/**
 * Makes what an installation needs before nodes start: the partition map, streams, the bucket, tables; with BEZEL_DEMO
 * the seeds too, whose sign-ins it prints as one line of JSON. Every part can be there already.
 */
async function setUp(): Promise<void> {
  const config = readConfig({ BEZEL_NODE_ID: "setup", ...process.env });
  const servers = await openServers(config, "setup", decideStreams);
  await whenSettled(() => ensureStreams(servers.nats, servers.names, config.BEZEL_LOG_REPLICAS));
  await servers.models.ensureBucket();
  await Promise.all(databases.map((name) => migrate(servers.pools[name])));
  await createAdministrator(config, servers);
  if (config.BEZEL_DEMO) {
    await seed(config, servers);
    console.log(JSON.stringify({ signIns: signIns(config) }));
  }
  await servers.close();
}

setUp().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  },
);
