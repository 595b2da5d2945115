import { advance, busy, carry, carrying, isOver, order, orderLine, start, step, trouble } from "../demonstration.ts";
import { wish } from "../wish.ts";
import { LineView } from "./line-view.tsx";
import { PriceView } from "./price-view.tsx";
import { TimelineView } from "./timeline-view.tsx";

/** What can be done now. */
function Actions() {
  const next = step.value;
  if (!order.value || isOver.value) {
    return (
      <button type="button" class="primary" disabled={busy.value} onClick={() => void start(wish())}>
        {isOver.value ? "Start another order" : "Start a demonstration order"}
      </button>
    );
  }
  return (
    <>
      <button type="button" class="primary" onClick={() => void carry()} aria-pressed={carrying.value}>
        {carrying.value ? "Pause" : "Carry it to CLOSED"}
      </button>
      <button type="button" disabled={!next || busy.value || carrying.value} onClick={() => void advance()}>
        {next ? `Next: the ${next.who} ${next.does}` : "Waiting for the price"}
      </button>
    </>
  );
}

/** One order: its statuses as they come, its price, and what can be done with it. */
export function OrderView() {
  const seen = order.value;
  const { price, findings = [] } = seen?.order ?? {};
  return (
    <section class="card order" aria-labelledby="order-title">
      <header>
        <h3 id="order-title">The order</h3>
        {seen && <LineView line={orderLine.value} />}
      </header>
      <p class="about">
        {seen ? (
          <>
            <code>{seen.id}</code> at version {seen.version}
          </>
        ) : (
          "Nothing ordered yet. The button plays all five parts, each with a sign-in of their own."
        )}
      </p>
      <div class="actions">
        <Actions />
      </div>
      {trouble.value && (
        <p class="trouble" role="alert">
          {trouble.value}
        </p>
      )}
      <TimelineView order={seen?.order} />
      {findings.map(({ code, message }) => (
        <p key={code} class="trouble">
          {message} <code>{code}</code>
        </p>
      ))}
      {price && <PriceView price={price} />}
    </section>
  );
}
