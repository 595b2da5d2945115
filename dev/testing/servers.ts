import { randomBytes } from "node:crypto";
import { z } from "zod";

/** The addresses of the servers integration tests run against; shared, so every test takes a `freshPrefix()`. */
export const Servers = z.object({
  natsUrl: z.string(),
  natsMonitorUrl: z.string(),
  /** Benches tell its processor time apart from ours. */
  natsPid: z.number(),
  s3: z.object({
    endpoint: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    region: z.string(),
    bucket: z.string(),
  }),
  /** One per database, as the role that owns it. */
  databaseUrls: z.object({
    shop: z.string(),
    crm: z.string(),
    mes: z.string(),
    identity: z.string(),
    archive: z.string(),
  }),
  superuserUrl: z.string(),
});
export type Servers = z.infer<typeof Servers>;

/** `./bezel test` names the servers it started in this variable, as JSON. */
export const serversVariable = "BEZEL_TEST_SERVERS";

/** The servers of `./bezel test`; under a plain `bun test`, ones of this process that end with it. */
export async function servers(): Promise<Servers> {
  const given = process.env[serversVariable];
  if (given) return Servers.parse(JSON.parse(given));
  starting ??= startOwn();
  const own = await starting;
  // Test files of one process may not share modules, but they share the environment.
  process.env[serversVariable] = JSON.stringify(own);
  return own;
}

/** A short name nobody else uses, for subjects, streams, schemas and keys. */
export const freshPrefix = (): string => `t${Date.now().toString(36)}${randomBytes(4).toString("hex")}`;

let starting: Promise<Servers> | undefined;

async function startOwn(): Promise<Servers> {
  const { startKeeper } = await import("./keeper-process.ts");
  return (await startKeeper()).servers;
}
