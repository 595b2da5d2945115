import { stopWhenInterrupted } from "../../interrupted.ts";
import { progress, settings } from "./settings.ts";
import { type Site, startSite } from "./site.ts";

/**
 * Measures on an installation of its own, whose nodes end with it: when it is done, when it fails, when the bench is
 * interrupted. Throws when it takes longer than a part may.
 */
export async function onSite<Result>(what: string, roles: string, measure: (site: Site) => Promise<Result>) {
  progress(`${what}: starting`);
  const site = await startSite(roles);
  const stopListening = stopWhenInterrupted(site.stop);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const message = `${what} took longer than ${settings.withinS} s (BEZEL_BENCH_WITHIN_S)`;
  const bound = setTimeout(() => reject(new Error(message)), settings.withinS * 1_000);
  try {
    return await Promise.race([measure(site), late]);
  } finally {
    clearTimeout(bound);
    stopListening();
    await site.stop();
  }
}
