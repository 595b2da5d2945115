import { isTestCode } from "./imports.ts";

/** What the files of one kind may import; a file obeys every rule whose `files` it matches. */
export interface Rule {
  readonly name: string;
  readonly files: RegExp;
  readonly may: (imported: string, file: string) => boolean;
}

const any =
  (...patterns: RegExp[]) =>
  (imported: string) =>
    patterns.some((pattern) => pattern.test(imported));
const none =
  (...patterns: RegExp[]) =>
  (imported: string) =>
    !any(...patterns)(imported);

const runtimeModule = /^(node|bun):/;
const packages = /^npm:/;
const natsPackage = /^npm:@nats-io\//;
const folderOf = (file: string): string => file.split("/").slice(0, 2).join("/");

/** Dependencies point one way: contracts <- actors <- gateway, contracts <- db <- gateway. */
export const rules: readonly Rule[] = [
  { name: "contracts need nothing but zod", files: /^contracts\//, may: any(/^contracts\//, /^npm:zod$/) },
  {
    name: "actors know neither db nor gateway",
    files: /^actors\//,
    may: any(/^(contracts|actors)\//, packages, runtimeModule),
  },
  { name: "only the adapter knows NATS", files: /^actors\/(?!nats\/)/, may: none(natsPackage, /^actors\/nats\//) },
  {
    name: "the runtime knows no domain",
    files: /^actors\/runtime\//,
    may: none(/^actors\/(?!runtime\/)/, /^contracts\/(?!(cluster|command|log|shared)\/)/),
  },
  {
    name: "an aggregate is pure: its own folder, the decider's shape, contracts",
    files: /^actors\/(?!(runtime|nats|memory|s3|pricing|processes|webhooks)\/)[^/]+\//,
    may: (imported, file) =>
      any(/^contracts\//, /^actors\/runtime\//)(imported) || imported.startsWith(`${folderOf(file)}/`),
  },
  {
    name: "facts depend on bytes alone",
    files: /^actors\/pricing\/geometry\//,
    may: any(/^contracts\//, /^actors\/pricing\/geometry\//, packages, runtimeModule),
  },
  {
    name: "a price depends on facts and the price book",
    files: /^actors\/pricing\/tariff\//,
    may: any(/^contracts\//, /^actors\/pricing\/tariff\//),
  },
  {
    name: "db knows neither actors nor gateway",
    files: /^db\//,
    may: any(/^(contracts|db)\//, packages, runtimeModule),
  },
  { name: "db reads the log through its port", files: /^db\//, may: none(natsPackage) },
  {
    name: "of actors the gateway knows the client; its composition root wires the rest",
    files: /^gateway\/(?!node\/)/,
    may: none(/^actors\/(?!client\.ts$)/, natsPackage),
  },
  {
    name: "of db the gateway runs queries; its composition root runs projections",
    files: /^gateway\/(?!node\/)/,
    may: none(/^db\/(.*\/)?(projection|migrate|rebuild)(\.ts$|\/)/),
  },
  {
    name: "the gateway imports nothing of development",
    files: /^gateway\//,
    // THE exception: the demonstration's page makes its ring in the browser.
    may: (imported, file) =>
      any(/^(contracts|actors|db|gateway)\//, packages, runtimeModule)(imported) ||
      (file.startsWith("gateway/web/") && imported.startsWith("dev/models/")),
  },
  { name: "an image's own scripts stand alone", files: /^deploy\//, may: any(runtimeModule) },
  {
    name: "the product imports no test code",
    files: /^(?!(dev|bench|tests)\/)/,
    may: (imported) => !isTestCode(imported),
  },
];

export interface Violation {
  readonly file: string;
  readonly imported: string;
  readonly rule: string;
}

/** Every import of `file` that a rule forbids; test code is free. */
export function violationsOf(file: string, imports: readonly string[]): Violation[] {
  if (isTestCode(file)) return [];
  const broken = (imported: string) =>
    rules.filter((rule) => rule.files.test(file) && !rule.may(imported, file)).map(({ name }) => name);
  return imports.flatMap((imported) => broken(imported).map((rule) => ({ file, imported, rule })));
}
