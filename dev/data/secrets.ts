import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { perDatabase } from "#dev/stack/postgres/databases.ts";

/** Passwords of one stack, made when its data folder is new. */
const Secrets = z.object({
  tokenSecret: z.string(),
  natsPassword: z.string(),
  superuserPassword: z.string(),
  databasePasswords: z.object(perDatabase(() => z.string())),
  s3SecretAccessKey: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

/** Reads them, or makes and keeps them for their owner's eyes only. */
export function loadSecrets(file: string): Secrets {
  if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, "utf8")));
  const secret = () => randomBytes(24).toString("hex");
  const secrets = {
    tokenSecret: secret(),
    natsPassword: secret(),
    superuserPassword: secret(),
    databasePasswords: perDatabase(secret),
    s3SecretAccessKey: secret(),
  };
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
