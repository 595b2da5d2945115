import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { root } from "#dev/root.ts";

const Service = z.looseObject({
  image: z.string(),
  user: z.string(),
  environment: z.record(z.string(), z.string()).default({}),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  restart: z.string(),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
  read_only: z.boolean(),
  cap_drop: z.array(z.string()),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()),
  network_mode: z.string().optional(),
  privileged: z.boolean().default(false),
});
export type Service = z.infer<typeof Service>;

const Compose = z.looseObject({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.null()) });
export type Compose = z.infer<typeof Compose>;

/** A file of the clone as text. */
export const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

export const composeText = textOf("docker-compose.yml");

/** The compose file's services and volumes, with the variables given. Throws when a required one is not. */
export function compose(variables: Record<string, string>): Compose {
  const filled = (_: unknown, value: unknown) => (typeof value === "string" ? substitute(value, variables) : value);
  return Compose.parse(parse(composeText, filled, { merge: true }));
}

/** The variables of an env file: comments, and NAME=value without quotes. */
export function envFile(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => /^[A-Z]/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

const reference = /\$\{([A-Z0-9_]+)(?::([-?])([^}]*))?\}/g;

/** Names of the variables that a text refers to and that must be given. */
export const requiredVariables = (text: string): Set<string> =>
  new Set([...text.matchAll(reference)].filter(([, , kind]) => kind !== "-").map(([, name]) => name ?? ""));

/** The forms of interpolation the compose file uses: `${NAME:-default}` and `${NAME:?message}`. */
function substitute(text: string, variables: Record<string, string>): string {
  return text.replace(reference, (_, name: string, kind: string | undefined, rest: string) => {
    const value = variables[name];
    if (value) return value;
    if (kind === "-") return rest;
    throw new Error(`${name} is not given`);
  });
}
