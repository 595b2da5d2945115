import type { SignIn } from "./sign-ins.ts";

export interface Running {
  env: Record<string, string>;
  port: number;
  nodes: number;
  signIns: readonly SignIn[];
  tookS: number;
  data: string;
}

/** What `up` ends with: where everything is and who may sign in. */
export function summary({ env, port, nodes, signIns, tookS, data }: Running): string {
  const web = `http://127.0.0.1:${port}`;
  const addresses = [
    ["Web page", `${web}/`],
    ["Board", `${web}/mes`],
    ["API reference", `${web}/openapi`],
    ...Array.from({ length: nodes - 1 }, (_, index) => [`Node ${index + 2}`, `http://127.0.0.1:${port + index + 1}/`]),
    ["NATS", env["NATS_URL"] ?? ""],
    ["Postgres", withoutUser(env["SHOP_DATABASE_URL"] ?? "")],
    ["S3", env["S3_ENDPOINT"] ?? ""],
    ["Passwords, logs", `${data}/secrets.json, ${data}/logs`],
  ];
  const people = signIns.map(({ who, user, secret }) => [who, user, secret]);
  return [
    "",
    `Bezel is ready after ${tookS.toFixed(1)} s.`,
    "",
    ...table(addresses),
    "",
    ...table([["Who", "Sign in as", "With"], ...people]),
    "",
    `Ctrl-C stops everything; the data stays in ${data}.`,
  ].join("\n");
}

/** Host and port of a database address. */
const withoutUser = (url: string) => url.replace(/\/\/[^@]*@/, "//").replace(/\/[^/]*$/, "");

/** Rows as columns of equal width. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   ")}`.trimEnd());
}
