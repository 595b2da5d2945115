import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "#dev/root.ts";
import { UserError } from "#dev/user-error.ts";
import type { Command } from "./command.ts";

/** Loaded when asked for: `help` must not wait for what `up` needs. */
const commands: Record<string, () => Promise<Command>> = {
  up: async () => (await import("./up.ts")).up,
  demo: async () => (await import("./demo.ts")).demo,
  price: async () => (await import("./price.ts")).price,
  test: async () => (await import("./test.ts")).test,
  check: async () => (await import("./check.ts")).check,
  node: async () => (await import("./node.ts")).node,
  rebuild: async () => (await import("./rebuild.ts")).rebuild,
  simulate: async () => (await import("./simulate.ts")).simulate,
  repartition: async () => (await import("./repartition.ts")).repartition,
  bench: async () => (await import("./bench.ts")).bench,
  help: async () => (await import("./help.ts")).help,
};

async function main([name = "help", ...args]: string[]): Promise<number> {
  const load = name === "--help" || name === "-h" ? commands["help"] : Object.hasOwn(commands, name) && commands[name];
  if (!load) throw new UserError(`There is no command "${name}"; ./bezel help lists them.`);
  const command = await load();
  if (args.includes("--help") || args.includes("-h")) {
    console.log(command.help);
    return 0;
  }
  return command.run(args);
}

/** What went wrong, in one sentence; a bug's stack trace goes to a file. */
function sentence(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const file = join(root, ".bezel", "crash.log");
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const kept = attempt(() => writeFileSync(file, `${stack}\n`)) ? ` (details: ${file})` : "";
  return `something unexpected failed: ${message.split("\n")[0]}${kept}`;
}

function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

const exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`bezel: ${sentence(error)}`);
  return 1;
});
process.exit(exitCode);
