import { barred } from "../actions/act.ts";
import { isWhole, line } from "../line/line.ts";
import { now } from "./clock.ts";

/** A quiet line is heard of at least this often, ms; beyond it, what is shown may be old. */
const freshForMs = 20_000;

/** How old what is shown is, if it is not live. */
function age(): string {
  const { heardAt } = line.value;
  return heardAt ? `, as of ${Math.max(1, Math.round((now.value - heardAt) / 1_000))} s ago` : "";
}

/** Whether what is shown is live, and how old it is if not, and what that means. */
export function LineView() {
  const { state, heardAt } = line.value;
  const isLive = state === "live" && now.value - heardAt < freshForMs;
  const words = isLive ? (isWhole.value ? "Live" : "Loading") : heardAt ? "Not connected" : "Connecting";
  return (
    <p class={`line ${isLive ? "live" : "lost"}`}>
      <span role="status">{words}</span>
      {!isLive && age()}
      {barred() && heardAt > 0 && <span class="because">. {barred()}</span>}
    </p>
  );
}
