import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/** The user a server runs as when we may choose, which is when we are root. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** Signals to send one after the other, each given so long to take effect. SIGKILL follows by itself. */
export type StopSteps = readonly (readonly [signal: NodeJS.Signals, waitMs: number])[];

export interface ChildOptions {
  name: string;
  command: string[];
  env: Record<string, string | undefined>;
  cwd: string;
  logFile: string;
  account?: Account | undefined;
  stopSteps?: StopSteps;
}

/** A server process we started and are responsible for stopping. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly command: readonly string[];
  readonly logFile: string;
  /** Resolves with how it ended, such as "exit code 1" or "signal SIGKILL". */
  readonly exited: Promise<string>;
  readonly running: () => boolean;
  /** Ends it politely, then by force; resolves when it is gone. May be called again. */
  readonly stop: () => Promise<void>;
}

const politely: StopSteps = [["SIGTERM", 10_000]];

/** How servers are started: on their own, or as members of a group that stops them together. */
export type StartChild = (options: ChildOptions) => Child;

/**
 * Starts a server in a session of its own, so that a Ctrl-C in the terminal reaches only us and we can stop
 * servers in order. Its output is appended to `logFile`.
 */
export function startChild(options: ChildOptions): Child {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, "a");
  const { account } = options;
  const subprocess = Bun.spawn(options.command, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", log, log],
    detached: true,
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  closeSync(log);
  const running = () => subprocess.exitCode === null && subprocess.signalCode === null;
  let stopping: Promise<void> | undefined;
  return {
    name: options.name,
    pid: subprocess.pid,
    command: options.command,
    logFile: options.logFile,
    exited: subprocess.exited.then(() =>
      subprocess.signalCode ? `signal ${subprocess.signalCode}` : `exit code ${subprocess.exitCode}`,
    ),
    running,
    stop: () => {
      stopping ??= stopSubprocess(subprocess, options.stopSteps ?? politely);
      return stopping;
    },
  };
}

async function stopSubprocess(subprocess: Bun.Subprocess, steps: StopSteps): Promise<void> {
  for (const [signal, waitMs] of steps) {
    subprocess.kill(signal);
    if (await within(subprocess.exited, waitMs)) return;
  }
  subprocess.kill("SIGKILL");
  await subprocess.exited;
}

async function within(done: Promise<unknown>, waitMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, waitMs, false);
  const inTime = await Promise.race([done.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
