/** Ctrl-C ends what a bench has started, too: its servers are sessions of their own. Gives what ends this again. */
export function stopWhenInterrupted(stop: () => Promise<void>): () => void {
  const end = () => void stop().finally(() => process.exit(1));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  return () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, end);
  };
}
