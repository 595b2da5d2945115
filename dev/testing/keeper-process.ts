import { join } from "node:path";
import { Servers } from "./servers.ts";

export interface Keeper {
  servers: Servers;
  /** Ends the servers and removes their files; resolves when that is done. */
  stop: () => Promise<void>;
}

/**
 * Starts test servers in a process of their own. It ends them when we close its input, which also happens when this
 * process dies, however it dies.
 */
export async function startKeeper(): Promise<Keeper> {
  const keeper = Bun.spawn([process.execPath, join(import.meta.dirname, "keeper.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  // A test process is done when its tests are, not when we are.
  keeper.unref();
  const { value } = await keeper.stdout.pipeThrough(new TextDecoderStream()).getReader().read();
  if (!value) throw new Error("the test servers did not start");
  const stop = async () => {
    keeper.ref();
    await keeper.stdin.end();
    await keeper.exited;
  };
  return { servers: Servers.parse(JSON.parse(value)), stop };
}
