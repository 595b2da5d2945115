import { useEffect } from "preact/hooks";
import { said } from "../actions/announcements.ts";
import { keepUp } from "../line/line.ts";
import { lane } from "../list/chosen.ts";
import { TimingView } from "../timing/timing-view.tsx";
import { OverviewView } from "../workshop/overview.tsx";
import { PayView } from "../workshop/pay-view.tsx";
import { watchWorkshop } from "../workshop/workshop.ts";
import { AskedView } from "./asked-view.tsx";
import { DetailView } from "./detail-view.tsx";
import { FilterView } from "./filter-view.tsx";
import { HelpView } from "./help-view.tsx";
import { useKeys } from "./keys.ts";
import { ListView } from "./list-view.tsx";
import { place } from "./place.ts";
import { RowView } from "./row-view.tsx";
import { TopView } from "./top-view.tsx";

/** The operator's own orders. */
function LaneView() {
  return (
    <section class="lane" aria-labelledby="lane-title">
      <h2 id="lane-title">
        In my hands <span class="count">{lane.value.length}</span>
      </h2>
      {lane.value.length === 0 && <p class="empty">Nothing yet. Take an order from the queue.</p>}
      <ul>
        {lane.value.map((item, i) => (
          <RowView key={item.id} item={item} place={i} count={lane.value.length} top={0} />
        ))}
      </ul>
    </section>
  );
}

function QueueView() {
  return (
    <section class="queue" aria-labelledby="queue-title">
      <h2 id="queue-title" class="hidden">
        Queue
      </h2>
      <FilterView />
      <ListView />
    </section>
  );
}

function WorkshopSection() {
  return (
    <section class="queue" aria-labelledby="workshop-title">
      <h2 id="workshop-title">Workshop</h2>
      <div class="overview">
        <OverviewView />
        <PayView />
      </div>
    </section>
  );
}

/** What is said to those who do not see it. */
function Said() {
  return (
    <>
      <p class="hidden" role="status">
        {said.value.done}
      </p>
      <p class="hidden" role="alert">
        {said.value.refused}
      </p>
    </>
  );
}

export function WorkView() {
  useKeys();
  useEffect(() => {
    const leaving = new AbortController();
    void keepUp(leaving.signal);
    watchWorkshop(leaving.signal);
    return () => leaving.abort();
  }, []);
  return (
    <div class={`board at-${place.value}`}>
      <TopView />
      <main>
        <LaneView />
        {place.value === "workshop" ? <WorkshopSection /> : <QueueView />}
        <DetailView />
      </main>
      <AskedView />
      <HelpView />
      <TimingView />
      <Said />
    </div>
  );
}
