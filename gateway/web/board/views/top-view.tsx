import { useSignal } from "@preact/signals";
import type { Shift } from "#contracts/workshop/parts.ts";
import { barred } from "../actions/act.ts";
import { announce } from "../actions/announcements.ts";
import { lane } from "../list/chosen.ts";
import { session, signOut } from "../sign-in/session.ts";
import { changeShift, myself } from "../workshop/workshop.ts";
import { LineView } from "./line-view.tsx";
import { type Place, place } from "./place.ts";

const places: Readonly<Record<Place, string>> = { queue: "Queue", lane: "Mine", workshop: "Workshop" };

function Places() {
  return (
    <nav aria-label="Parts of the board">
      {(Object.keys(places) as Place[]).map((one) => (
        <button
          key={one}
          type="button"
          class={`place ${one}`}
          aria-pressed={place.value === one}
          onClick={() => {
            place.value = one;
          }}
        >
          {places[one]} {one === "lane" && <span class="count">{lane.value.length}</span>}
        </button>
      ))}
    </nav>
  );
}

const shifts: Readonly<Record<Shift, string>> = { on: "At work", break: "On a break", off: "Off" };

function ShiftView() {
  const me = myself.value;
  const isChanging = useSignal(false);
  if (!me) return null;
  const change = async (shift: Shift) => {
    isChanging.value = true;
    await changeShift(shift).catch((error: unknown) => announce(String(error), "refused"));
    isChanging.value = false;
  };
  return (
    <select
      aria-label="My shift"
      class={`shift ${me.shift}`}
      value={me.shift}
      disabled={isChanging.value || barred() !== undefined}
      onChange={({ currentTarget }) => void change(currentTarget.value as Shift)}
    >
      {Object.entries(shifts).map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}

/** Who is here, how the line stands, and the way out. Always as high as it is, so that nothing jumps. */
export function TopView() {
  const { value } = session;
  const leave = () =>
    void signOut().catch(() => announce("The server does not answer. You are still signed in.", "refused"));
  return (
    <header class={`top ${barred() ? "barred" : ""}`}>
      <h1>Bezel</h1>
      <Places />
      <LineView />
      <span class="me">{value.state === "in" ? value.me.name : ""}</span>
      <ShiftView />
      <button type="button" class="plain" onClick={leave}>
        Sign out
      </button>
    </header>
  );
}
