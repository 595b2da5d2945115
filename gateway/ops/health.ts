/** Whether this node can do its work, and what hinders it. */
export interface Report {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}
export type Health = () => Promise<Report>;

/** Each throws when it finds something wrong. */
export type Checks = Readonly<Record<string, () => Promise<void>>>;

/** Answers within this, ms; a probe that hangs has failed. */
const probeWithinMs = 2_000;
/** Probes write: many askers share one answer for this long, ms. */
const goodForMs = 1_000;

async function probe(check: () => Promise<void>): Promise<string> {
  let timer: Timer | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), probeWithinMs);
  });
  try {
    await Promise.race([check(), late]);
    return "ok";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Ready when every check passes. */
export function healthOf(checks: Checks): Health {
  let last: { at: number; report: Promise<Report> } | undefined;
  const ask = async (): Promise<Report> => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await probe(check)] as const),
    );
    return { ready: results.every(([, result]) => result === "ok"), checks: Object.fromEntries(results) };
  };
  return () => {
    const now = performance.now();
    if (!last || now - last.at > goodForMs) last = { at: now, report: ask() };
    return last.report;
  };
}
