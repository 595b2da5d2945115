import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Line } from "../../client/stream/follow.ts";
import { duration } from "../words.ts";

/** A quiet line is heard of at least this often, ms; beyond it, what is shown may be old. */
const freshForMs = 20_000;

/** Whether a stream is live, and if not, how old what it showed is. */
export function LineView({ line, heardAt }: { readonly line: Line; readonly heardAt?: number }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 1_000);
    return () => clearInterval(timer);
  }, []);
  const silentMs = heardAt ? now.value - heardAt : 0;
  const isFresh = line === "live" && silentMs < freshForMs;
  const age = silentMs >= 1_000 ? ` · as of ${duration(silentMs)} ago` : "";
  const words = isFresh ? "live" : line === "connecting" ? "connecting" : `reconnecting${age}`;
  return (
    <span class={`line ${isFresh ? "live" : "lost"}`} role="status">
      {words}
    </span>
  );
}
