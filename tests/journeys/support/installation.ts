import { afterAll, beforeAll } from "bun:test";
import { openPool, type Pool } from "#db/pool.ts";
import { type People, peopleAt } from "#dev/client/people.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";
import { tokens } from "#gateway/auth/tokens.ts";
import { demoPeople } from "#gateway/node/seeds.ts";

export const businessDatabases = ["shop", "crm", "mes"] as const;
export type BusinessDatabase = (typeof businessDatabases)[number];

/** One node of a fresh installation, everybody who has a part in it, and its databases past the gateway. */
export interface Installation {
  readonly prefix: string;
  readonly node: TestNode;
  readonly people: People;
  readonly databases: Readonly<Record<BusinessDatabase, Pool>>;
  readonly stop: () => Promise<void>;
}

export interface InstallationOptions {
  readonly roles?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Everybody with the tokens sign-in would issue, but without the time a password takes to check. */
export async function peopleOf({ url, signIns, env }: TestNode): Promise<People> {
  const secret = env["BEZEL_TOKEN_SECRET"] ?? "";
  const sessions = tokens(secret, Date.now);
  const people = demoPeople(secret);
  return peopleAt(url, signIns, async ({ user, secret: apiKey }) => {
    const person = people.find(({ email }) => email === user);
    return person ? (await sessions.issue(person)).token : apiKey;
  });
}

/** Starts an installation nobody else uses. */
export async function startInstallation(options: InstallationOptions = {}): Promise<Installation> {
  const prefix = freshPrefix();
  const node = await startNode({ prefix, ...options });
  const urlOf = (name: BusinessDatabase) => node.env[`${name.toUpperCase()}_DATABASE_URL`] ?? "";
  const open = (name: BusinessDatabase) => openPool(urlOf(name), { name, schema: prefix, max: 1 });
  const databases = { shop: open("shop"), crm: open("crm"), mes: open("mes") };
  const stop = async () => {
    await Promise.all([node.stop(), ...businessDatabases.map((name) => databases[name].close())]);
  };
  return { prefix, node, people: await peopleOf(node), databases, stop };
}

/** An installation for all tests of a file, there when the first one begins. */
export function installation(options?: InstallationOptions): () => Installation {
  let started: Installation | undefined;
  beforeAll(async () => {
    started = await startInstallation(options);
  }, 60_000);
  afterAll(() => started?.stop(), 30_000);
  return () => {
    if (!started) throw new Error("the installation has not been started");
    return started;
  };
}
