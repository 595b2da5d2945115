/** A process that runs beside others, in the foreground: what it writes is seen. */
export interface Together {
  readonly name: string;
  readonly command: string[];
  readonly env: Record<string, string | undefined>;
  readonly cwd: string;
}

/**
 * Runs processes that live and die together until we are told to stop, and tells them in turn; each finishes what it has
 * in hand. When one ends by itself the others are stopped too: whoever watches over us starts all of them again. Gives
 * the exit code.
 */
export async function runTogether(processes: readonly Together[]): Promise<number> {
  let isStopping = false;
  const running = processes.map(({ command, env, cwd }) =>
    // A session of their own: a Ctrl-C reaches only us, so that each is told once.
    Bun.spawn(command, { cwd, env, stdio: ["ignore", "inherit", "inherit"], detached: true }),
  );
  const stop = () => {
    isStopping = true;
    for (const child of running) child.kill("SIGTERM");
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  const first = await Promise.race(running.map((child, i) => child.exited.then(() => i)));
  if (!isStopping) {
    const how = running[first]?.signalCode ?? `exit code ${running[first]?.exitCode}`;
    if (running.length > 1) console.error(`${processes[first]?.name} ended (${how}); the others are stopped.`);
    stop();
  }
  const codes = await Promise.all(running.map((child) => child.exited));
  return codes.find((code) => code !== 0) ?? 0;
}
