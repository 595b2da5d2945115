import { barred } from "../actions/act.ts";
import { heardAt, isWhole, line } from "../line/line.ts";
import { now } from "./clock.ts";

/** A quiet line is heard of at least this often, ms; beyond it, what is shown may be old. */
const freshForMs = 20_000;

/** How old what is shown is, if it is not live. */
function age(): string {
  return heardAt.value ? `, as of ${Math.max(1, Math.round((now.value - heardAt.value) / 1_000))} s ago` : "";
}

/** Whether what is shown is live, and how old it is if not, and what that means. */
export function LineView() {
  const wasHeard = heardAt.value > 0;
  const isLive = line.value === "live" && now.value - heardAt.value < freshForMs;
  const words = isLive ? (isWhole.value ? "Live" : "Loading") : wasHeard ? "Not connected" : "Connecting";
  return (
    <p class={`line ${isLive ? "live" : "lost"}`}>
      <span role="status">{words}</span>
      {!isLive && age()}
      {barred() && wasHeard && <span class="because">. {barred()}</span>}
    </p>
  );
}
