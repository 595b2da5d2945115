import type { Order } from "#contracts/order/order.ts";
import type { OrderStatus } from "#contracts/order/status.ts";
import { clock, duration, moverTo, statusesOfLife } from "../words.ts";

/** The ten statuses of its life; one that left it ends with where it went. */
const statusesOf = ({ status, timeline }: Order): readonly OrderStatus[] =>
  statusesOfLife.includes(status) ? statusesOfLife : timeline.map(({ status: reached }) => reached);

/** Every status with the time it was reached and how long after the one before; those to come, pale. */
export function TimelineView({ order }: { readonly order: Order | undefined }) {
  const timeline = order?.timeline ?? [];
  return (
    <ol class="timeline" aria-label="Statuses of the order" aria-live="polite">
      {(order ? statusesOf(order) : statusesOfLife).map((status) => {
        const index = timeline.findLastIndex(({ status: reached }) => reached === status);
        const [before, at] = [timeline[index - 1]?.at, timeline[index]?.at];
        const state = at === undefined ? "to-come" : index === timeline.length - 1 ? "current" : "reached";
        return (
          <li key={status} class={state} data-status={status}>
            <span class="status">{status}</span>
            <span class="who">{moverTo(status)}</span>
            {at !== undefined && <time dateTime={at}>{clock(at)}</time>}
            <span class="after">{at && before ? `+ ${duration(Date.parse(at) - Date.parse(before))}` : ""}</span>
          </li>
        );
      })}
    </ol>
  );
}
