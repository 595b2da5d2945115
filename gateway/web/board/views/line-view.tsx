import { isWhole, line } from "../line/line.ts";
import { now } from "./clock.ts";

/** A quiet line is heard of at least this often, ms; beyond it, what is shown may be old. */
const freshForMs = 20_000;

/** Whether what is shown is live, and how old it is if not. */
export function LineView() {
  const { state, heardAt } = line.value;
  const silentMs = heardAt ? now.value - heardAt : 0;
  const isLive = state === "live" && silentMs < freshForMs;
  const age = silentMs >= 1_000 ? `, as of ${Math.round(silentMs / 1_000)} s ago` : "";
  const words = isLive ? (isWhole.value ? "Live" : "Loading") : heardAt ? `Not connected${age}` : "Connecting";
  return (
    <p class={`line ${isLive ? "live" : "lost"}`} role="status">
      {words}
    </p>
  );
}
