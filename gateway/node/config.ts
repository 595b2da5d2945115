import { z } from "zod";
import { archivedAfterDaysMin } from "#actors/aggregates.ts";
import { streamCounts } from "#contracts/shared/subjects.ts";

/** What a node can do; one process may do everything, or a cluster may scale each role by itself. */
export const Role = z.enum(["gateway", "orders", "pricing", "projections", "processes"]);
export type Role = z.infer<typeof Role>;

const allRoles = Role.options.join(",");

const roles = z
  .string()
  .default(allRoles)
  .transform((text) => text.split(",").map((name) => name.trim()))
  .pipe(z.array(Role).min(1));

const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//, "must be a postgres:// URL");

/**
 * Everything a node reads from its environment, checked before anything is started.
 * Names carry their units. Servers are named here and nowhere else, so that the same
 * code runs against the embedded stack, compose and a cluster.
 */
export const NodeConfig = z
  .object({
    BEZEL_MODE: z.enum(["development", "production"]).default("development"),
    BEZEL_RELEASE: z.string().default("dev"),
    BEZEL_NODE_ID: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    BEZEL_ROLES: roles,
    /** The node's weight in placement: one of 2 is given twice the orders of one of 1. */
    BEZEL_CAPACITY: z.coerce.number().positive().max(1_000).default(1),
    BEZEL_HOST: z.string().default("127.0.0.1"),
    BEZEL_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    /** Lets several nodes of one machine listen on the same port; without it a second one fails to start. */
    BEZEL_SHARE_PORT: z.stringbool().default(false),
    /** Prefix of every stream, subject and bucket, so that several Bezels share one NATS. */
    BEZEL_PREFIX: z
      .string()
      .regex(/^[A-Za-z0-9_-]{0,32}$/)
      .default(""),
    /**
     * Number of log streams, S, that set-up makes a new log with. Nodes read from the partition map how many there
     * are, so a variable that says otherwise later changes nothing: `./bezel repartition` does.
     */
    BEZEL_LOG_STREAMS: z.coerce
      .number()
      .int()
      .refine((n) => streamCounts.includes(n), "must be a power of two up to 64")
      .default(1),
    /** An order leaves the log for the archive so many days after its end; longer than it could still be created. */
    BEZEL_ARCHIVE_AFTER_DAYS: z.coerce
      .number()
      .int()
      .min(archivedAfterDaysMin, `must be at least ${archivedAfterDaysMin}: an order's id can be created for a month`)
      .default(90),
    /** How often a node looks for such orders. */
    BEZEL_ARCHIVE_EVERY_S: z.coerce.number().int().positive().default(60),
    BEZEL_LOG_REPLICAS: z.coerce.number().int().min(1).max(5).default(1),
    /** Signs session tokens; every gateway of one installation has the same. */
    BEZEL_TOKEN_SECRET: z.string().min(32, "must have at least 32 characters"),
    /** Signs the demonstration's people in from the landing page; never set in production. */
    BEZEL_DEMO: z.stringbool().default(false),
    /** Set-up makes this administrator, so that a new installation has somebody who can let others in. */
    BEZEL_ADMIN_EMAIL: z.email().optional(),
    BEZEL_ADMIN_PASSWORD: z.string().min(12).optional(),
    /** How long a customer may take to accept a price, s; two weeks when not said. */
    BEZEL_PRICE_VALID_S: z.coerce
      .number()
      .int()
      .positive()
      .default(14 * 24 * 60 * 60),
    /** How far one seller alone may move a quote from its calculated net amount, in thousandths of it. */
    BEZEL_OVERRIDE_ALONE_PERMILLE: z.coerce.number().int().nonnegative().default(100),
    BEZEL_MODEL_BYTES_MAX: z.coerce
      .number()
      .int()
      .positive()
      .default(512 * 1024 * 1024),
    NATS_URL: z.string().regex(/^(nats|tls):\/\//, "must be a nats:// or tls:// URL, or several with commas"),
    /** The servers' monitoring addresses, with commas; production mode asks each whether appends are fsynced. */
    NATS_MONITOR_URL: z
      .string()
      .refine((list) => list.split(",").every((address) => z.url().safeParse(address).success), "must be URLs")
      .optional(),
    NATS_USER: z.string().optional(),
    NATS_PASSWORD: z.string().optional(),
    SHOP_DATABASE_URL: databaseUrl,
    CRM_DATABASE_URL: databaseUrl,
    MES_DATABASE_URL: databaseUrl,
    IDENTITY_DATABASE_URL: databaseUrl,
    ARCHIVE_DATABASE_URL: databaseUrl,
    /** Schema the tables live in; tests isolate themselves with it. */
    BEZEL_DATABASE_SCHEMA: z
      .string()
      .regex(/^[a-z_][a-z0-9_]{0,48}$/)
      .default("public"),
    S3_ENDPOINT: z.url(),
    /** Where clients outside reach the store for presigned uploads; the endpoint itself when unset. */
    S3_PUBLIC_ENDPOINT: z.url().optional(),
    S3_REGION: z.string().default("us-east-1"),
    S3_BUCKET: z.string().min(3).default("bezel"),
    S3_ACCESS_KEY_ID: z.string().min(1),
    S3_SECRET_ACCESS_KEY: z.string().min(1),
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  })
  .refine((c) => c.BEZEL_MODE !== "production" || c.NATS_MONITOR_URL !== undefined, {
    path: ["NATS_MONITOR_URL"],
    message: "is required in production: a node starts only where appends are known to be fsynced",
  })
  .refine((c) => !(c.BEZEL_MODE === "production" && c.BEZEL_DEMO), {
    path: ["BEZEL_DEMO"],
    message: "must be off in production: it hands out sign-ins",
  })
  .refine((c) => (c.BEZEL_ADMIN_EMAIL === undefined) === (c.BEZEL_ADMIN_PASSWORD === undefined), {
    path: ["BEZEL_ADMIN_PASSWORD"],
    message: "and BEZEL_ADMIN_EMAIL are given together",
  });
export type NodeConfig = z.infer<typeof NodeConfig>;

/** One sentence per wrong variable; shown to the person who starts the node. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Reads a node's configuration; empty variables count as unset. Throws ConfigError. */
export function readConfig(env: Record<string, string | undefined>): NodeConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = NodeConfig.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${issue.path.join(".") || "configuration"}: ${issue.message}`);
  throw new ConfigError(lines.join("; "));
}
