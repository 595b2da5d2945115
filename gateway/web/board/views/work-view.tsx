import { useEffect } from "preact/hooks";
import { barred } from "../actions/act.ts";
import { said } from "../actions/announcements.ts";
import { keepUp } from "../line/line.ts";
import { lane } from "../list/chosen.ts";
import { session, signOut } from "../sign-in/session.ts";
import { FilterView } from "./filter-view.tsx";
import { LineView } from "./line-view.tsx";
import { ListView } from "./list-view.tsx";
import { RowView } from "./row-view.tsx";
import { ShipView } from "./ship-view.tsx";

function Top() {
  const name = session.value.state === "in" ? session.value.me.name : "";
  return (
    <header class="top">
      <h1>Bezel board</h1>
      <LineView />
      <span class="me">{name}</span>
      <button type="button" onClick={() => void signOut().catch(() => {})}>
        Sign out
      </button>
    </header>
  );
}

/** The operator's own orders. */
function LaneView() {
  return (
    <section class="lane" aria-labelledby="lane-title">
      <h2 id="lane-title">
        In my hands <span class="count">{lane.value.length}</span>
      </h2>
      {lane.value.length === 0 && <p class="empty">Nothing yet. Take an order from the queue.</p>}
      <ul>
        {lane.value.map((item, place) => (
          <RowView key={item.id} item={item} place={place} count={lane.value.length} top={0} />
        ))}
      </ul>
    </section>
  );
}

export function WorkView() {
  useEffect(() => {
    const leaving = new AbortController();
    void keepUp(leaving.signal);
    return () => leaving.abort();
  }, []);
  const why = barred();
  return (
    <div class="board">
      <Top />
      {why !== undefined && <p class="barred">{why}</p>}
      <main>
        <LaneView />
        <section class="queue" aria-labelledby="queue-title">
          <h2 id="queue-title">Queue</h2>
          <FilterView />
          <ListView />
        </section>
      </main>
      <ShipView />
      <p class="hidden" role="status">
        {said.value.done}
      </p>
      <p class="hidden" role="alert">
        {said.value.refused}
      </p>
    </div>
  );
}
