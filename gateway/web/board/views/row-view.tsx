import { isPending, refusals, shownOrder } from "../actions/act.ts";
import { chosen } from "../list/chosen.ts";
import { type Item, numberOf } from "../orders/item.ts";
import { ago, goodsWords, wordOf } from "../words.ts";
import { ActionView } from "./action-view.tsx";
import { now } from "./clock.ts";

interface Row {
  readonly item: Item;
  readonly place: number;
  readonly count: number;
  /** Px from the list's top. */
  readonly top: number;
}

/** One order of the list. Its first button chooses it, its second does what is next. */
export function RowView({ item, place, count, top }: Row) {
  const order = shownOrder(item);
  const refusal = refusals.value.get(item.id);
  const isChosen = chosen.value === item.id;
  const classes = ["row", isChosen && "chosen", isPending(item.id) && "pending", refusal && "refused"];
  return (
    <li
      class={classes.filter(Boolean).join(" ")}
      style={{ transform: `translateY(${top}px)` }}
      aria-posinset={place + 1}
      aria-setsize={count}
      data-order={item.id}
      data-status={order.status}
    >
      <button
        type="button"
        class="open"
        aria-pressed={isChosen}
        onClick={() => {
          chosen.value = item.id;
        }}
      >
        <span class="number">{numberOf(item.id)}</span>
        <span class="goods">
          {goodsWords(order)}
          <b> × {order.choice?.quantity ?? 1}</b>
        </span>
        <span class="facts">
          {refusal ?? (
            <>
              <span class="status">{wordOf(order.status)}</span> {ago(order.timeline.at(-1)?.at, now.value)}
              {order.held && <span class="held"> on hold</span>}
              {order.reference && ` · ${order.reference}`}
            </>
          )}
        </span>
      </button>
      <ActionView item={item} />
    </li>
  );
}
