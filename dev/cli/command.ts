import { type ParseArgsConfig, parseArgs } from "node:util";
import { UserError } from "#dev/user-error.ts";

/** One command of ./bezel. */
export interface Command {
  /** Shown by `./bezel COMMAND --help`. */
  help: string;
  /** Runs it; resolves with the exit code. */
  run(args: string[]): Promise<number>;
}

/** `parseArgs` of node:util whose complaints are sentences for people. */
export function parseOptions<const Config extends ParseArgsConfig>(config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UserError(`${(error as Error).message.split(". ")[0]}.`);
  }
}

/** A whole number from the command line, within limits. */
export function wholeNumber(text: string, option: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UserError(`${option} must be a whole number from ${min} to ${max}, and is "${text}".`);
}
